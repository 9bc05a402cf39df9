/** Entry `designer`: drawing a procedure. */

import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn-embedded.css';
import 'diagram-js-minimap/assets/diagram-js-minimap.css';
import './styles/frame.css';
import './styles/panel.css';
import './styles/marks.css';
import './styles/problems.css';
import './styles/files.css';
import './styles/playing.css';
import './styles/popups.css';
import { mount } from '../shared/mount.js';
import { startDesigner } from './designer.js';
import { _ } from '../shared/words.js';

mount(
  '[data-bj="designer"]',
  startDesigner,
  _('设计器没有打开。请刷新页面再试;仍不行,请把本页网址告诉系统管理员。草稿没有丢。'),
);
