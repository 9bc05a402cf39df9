/** Entry `form`: the fields of a form-js schema inside a page's own form. The contract is in README.md. */

import '@bpmn-io/form-js-viewer/dist/assets/form-js.css';
import './form.css';
import flatpickr from 'flatpickr';
import { Mandarin } from 'flatpickr/dist/esm/l10n/zh.js';
import { mount } from '../shared/mount.js';
import { showForm } from './fields.js';
import { _, inChinese } from '../shared/words.js';

if (inChinese) {
  flatpickr.localize(Mandarin);
}
mount(
  'form[data-bj="form"]',
  showForm,
  _('表单没有显示出来。请刷新页面再试；仍不行，请把本页网址告诉系统管理员。'),
);
