// All that is seen beside the stage, and what it does: loaded together, once the first step is possible.
import '../first.js';
import '../loop/told.js';

export { follow, linkTrouble } from '../address.js';
export { toggleInspector } from '../inspecting.js';
export { runLoop } from '../looping.js';
export { setPredicting } from '../predict/mode.js';
export { bringBack } from '../program/lost.js';
export { keepPage } from '../offline/register.js';
export { isOnTour } from '../tour/at.js';
export { Beside } from './beside.jsx';
export { Branches } from './branches.jsx';
export { Chains } from './chains.jsx';
export { Choices } from './choices.jsx';
export { EmbeddedContent, EmbeddedHeader } from './embedded.jsx';
export { goOnTour } from './go.js';
export { Changed, How } from './how.jsx';
export { actOf } from './keys.js';
export { NewForm } from './new-form.jsx';
export { Offline } from './offline.jsx';
export { refusals } from './refusals.js';
export { Slow } from './slow.jsx';
export { Source } from './source.jsx';
export { Stale } from './stale.jsx';
export { Transcript } from './transcript.jsx';
export { LinkTrouble, ListTrouble, Problem } from './trouble.jsx';
export { Visit } from './visit.jsx';
