/** Entry `documents`: shows and prints a Word file as it is. The contract is in README.md. */

import './documents.css';
import { mount } from '../shared/mount.js';
import { showDocument } from './word.js';

mount(
  '[data-bj="document"]',
  showDocument,
  '文件没有显示出来。请刷新页面再试，或下载后用 WPS 打开。',
);
document.addEventListener('change', (event) => {
  if (event.target.matches('[data-bj-ground]')) {
    document.querySelector('[data-bj="document"]').dataset.ground = event.target.checked ? 'off' : 'on';
  }
});
document.addEventListener('click', (event) => {
  if (event.target.closest('[data-bj-print]')) {
    window.print();
  }
});
