// That there is no network.
import { isOffline } from '../offline/register.js';

export const Offline = () => isOffline.value && <span class="offline">Offline: the page works as before</span>;
