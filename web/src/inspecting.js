// Opens and closes the inspector.
import { messageOf } from './errors.js';
import { inspector } from './parts.js';
import { program } from './program/page.js';
import { isInspecting, sentence } from './store.js';

/** Opens the inspector, or closes it; one that could not be loaded is not open yet. */
export async function toggleInspector() {
  if (isInspecting.value && inspector.again.value) return void (await inspector.want());
  isInspecting.value = !isInspecting.value;
  try {
    await program.do('inspect', isInspecting.value);
  } catch (error) {
    isInspecting.value = false;
    sentence.value = `The inspector could not be loaded. ${messageOf(error)}`;
  }
}
