// Components of parts that may not be here yet.
import { useEffect } from 'preact/hooks';
import { more } from '../parts.js';

/** A component of a part, which is wanted, and something in its place until it is here. @param {{of: typeof more | typeof import('../parts.js').dialogs | any, name: string, isWanted?: boolean, until?: any, [prop: string]: unknown}} props */
export function Of({ of, name, isWanted = true, until = null, ...props }) {
  const isMissing = isWanted && !of.here.value;
  useEffect(() => { if (isMissing) of.want(); }, [isMissing]);
  const Found = of.here.value?.[name];
  return Found ? <Found {...props} /> : until;
}

/** What is seen beside the stage, as soon as it is here, and something in its place until then. @param {{name: keyof typeof import('./more.js'), until?: any}} props */
export function More({ name, until = null }) {
  const Found = /** @type {any} */ (more.here.value?.[name]);
  return Found ? <Found /> : until;
}
