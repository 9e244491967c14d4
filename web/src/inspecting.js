// Opens and closes the inspector.
import { messageOf } from './errors.js';
import { program } from './program/page.js';
import { isInspecting, sentence } from './store.js';

/** Opens the inspector, or closes it. */
export async function toggleInspector() {
  isInspecting.value = !isInspecting.value;
  try {
    await program.do('inspect', isInspecting.value);
  } catch (error) {
    isInspecting.value = false;
    sentence.value = `The inspector could not be loaded. ${messageOf(error)}`;
  }
}
