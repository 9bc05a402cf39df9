/** htmx as our security policy wants it, with our CSRF token and Chinese messages. */

import { say } from './messages.js';
import { _ } from '../shared/words.js';

/** Set up `htmx`: nothing is evaluated, nothing leaves the site, failures are told to the reader. */
export function configureHtmx(htmx) {
  Object.assign(htmx.config, {
    allowEval: false,
    allowScriptTags: false,
    includeIndicatorStyles: false,
    selfRequestsOnly: true,
    historyCacheSize: 0,
  });
  document.addEventListener('htmx:configRequest', (event) => {
    const token = document.querySelector('meta[name="csrf-token"]')?.content;
    if (token) {
      event.detail.headers['X-CSRFToken'] = token;
    }
  });
  document.addEventListener('htmx:sendError', () => {
    say(_('没有连上服务器，刚才的操作没有完成。请检查网络后再试一次。'));
  });
  document.addEventListener('htmx:responseError', (event) => {
    say(_('服务器没有完成刚才的操作（错误 %(status)s）。请刷新页面后再试。', { status: event.detail.xhr.status }));
  });
}
