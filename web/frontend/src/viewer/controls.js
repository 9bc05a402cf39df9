/** Buttons to zoom, for those who have no wheel or do not want to drag. */

import { _ } from '../shared/words.js';

/** Add the buttons to `host`; `fit` shows the whole diagram. */
export function addControls(host, viewer, fit) {
  const zoom = viewer.get('zoomScroll');
  const bar = document.createElement('div');
  bar.className = 'bj-viewer-controls';
  bar.setAttribute('role', 'group');
  bar.setAttribute('aria-label', _('流程图缩放'));
  bar.append(
    control('+', _('放大流程图'), () => zoom.stepZoom(1)),
    control('−', _('缩小流程图'), () => zoom.stepZoom(-1)),
    control(_('全图'), _('全图:显示整张流程图'), fit),
  );
  host.prepend(bar);
}

function control(text, title, act) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = text;
  button.title = title;
  button.setAttribute('aria-label', title);
  button.addEventListener('click', act);
  return button;
}
