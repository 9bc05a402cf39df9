/** Entry `viewer`: a live BPMN diagram on a page. The contract with the page is in README.md. */

import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import './viewer.css';
import { mount } from '../shared/mount.js';
import { showDiagram } from './diagram.js';
import { _ } from '../shared/words.js';

mount(
  '[data-bj="viewer"]',
  showDiagram,
  _('流程图没有显示出来。请刷新页面再试；仍不行，请把本页网址告诉系统管理员。'),
);
