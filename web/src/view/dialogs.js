// The dialogs, which are loaded together.
export { Help } from './help.jsx';
export { OpenFiles } from './open.jsx';
export { Share } from './share.jsx';
