/** Entry `documents`: shows and prints a Word file as it is. The contract is in README.md. */

import './documents.css';
import { mount } from '../shared/mount.js';
import { showDocument } from './word.js';
import { _ } from '../shared/words.js';

/** Show the file; where the page was opened to print it, print it as soon as it is there. */
async function open(host) {
  await showDocument(host);
  if ('print' in host.dataset) {
    window.print();
  }
}

mount(
  '[data-bj="document"]',
  open,
  _('文件没有显示出来。请刷新页面再试，或下载后用 WPS 打开。'),
);
document.addEventListener('change', (event) => {
  if (event.target.matches('[data-bj-ground]')) {
    document.querySelector('[data-bj="document"]').dataset.ground = event.target.checked ? 'off' : 'on';
  }
});
