// The dialogs, which are loaded together.
import './more.js';
import { dialog } from '../shown.js';
import { Help } from './help.jsx';
import { OpenFiles } from './open.jsx';
import { Share } from './share.jsx';

const close = () => { dialog.value = ''; };

export const Dialogs = () => (
  <>
    <Help isOpen={dialog.value === 'help'} onClose={close} />
    <Share isOpen={dialog.value === 'share'} onClose={close} />
    <OpenFiles isOpen={dialog.value === 'open'} onOpen={() => { dialog.value = 'open'; }} onClose={close} />
  </>
);
