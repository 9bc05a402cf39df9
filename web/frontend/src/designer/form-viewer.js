/** form-js with its looks and its Chinese calendar, as on the pages where staff fill in forms. */

import '@bpmn-io/form-js-viewer/dist/assets/form-js.css';
import '../form/form.css';
import flatpickr from 'flatpickr';
import { Mandarin } from 'flatpickr/dist/esm/l10n/zh.js';
import { inChinese } from '../shared/words.js';

export { createForm } from '@bpmn-io/form-js-viewer';

if (inChinese) {
  flatpickr.localize(Mandarin);
}
