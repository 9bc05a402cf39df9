/** Send a form and follow the answer, so that nothing typed or picked is lost when it cannot be taken. */

import { unlockForm } from '../shared/submitting.js';
import { showTold } from './problems.js';
import { _ } from '../shared/words.js';

const LOST = _('没有连上服务器，这次没有交上去；您填写的内容和选好的文件都还在。请检查网络，再按一次。');

/**
 * Send `host` as the button `submitter` would, and go where the answer says. What the answer refuses is told above
 * the fields, which stay as they are. Sending again is harmless: the form carries the same key.
 */
export function send(host, submitter) {
  delete host.dataset.leaving;
  const request = new XMLHttpRequest();
  request.open('POST', addressOf(host, submitter));
  request.setRequestHeader('X-Sent-By', 'script');
  const progress = host.querySelector('input[data-attached]') ? showProgress(host) : null;
  request.upload.addEventListener('progress', (event) => progress?.at(event));
  request.addEventListener('load', () => follow(request, host, submitter));
  request.addEventListener('error', () => showTold(host, [LOST]));
  request.addEventListener('loadend', () => {
    progress?.end();
    if (!('leaving' in host.dataset)) {
      unlockForm(host);
    }
  });
  request.send(bodyOf(host, submitter));
}

function addressOf(host, submitter) {
  return submitter?.getAttribute('formaction') || host.getAttribute('action') || window.location.href;
}

function bodyOf(host, submitter) {
  const body = new FormData(host);
  if (submitter?.name) {
    body.append(submitter.name, submitter.value);
  }
  return host.enctype === 'multipart/form-data' ? body : new URLSearchParams(body);
}

/** Leave for the page the answer names; otherwise say what it says. */
function follow(request, host, submitter) {
  const isJson = request.getResponseHeader('Content-Type')?.startsWith('application/json');
  if (request.status === 200 && isJson) {
    host.dataset.leaving = '';
    go(JSON.parse(request.responseText).to);
    return;
  }
  const answer = parsed(request.responseText);
  if (answer.querySelector('main [data-stale]') && !('renewed' in host.dataset)) {
    host.dataset.renewed = '';
    renewToken(host).then(
      () => send(host, submitter),
      () => showTold(host, toldIn(answer)),
    );
    return;
  }
  showTold(host, toldIn(answer));
}

const parsed = (text) => new DOMParser().parseFromString(text, 'text/html');

/** The page has outlived its session: take the token of the one that holds now, so that nothing is typed twice. */
async function renewToken(host) {
  const page = await fetch(window.location.href);
  const token = parsed(await page.text()).querySelector('meta[name="csrf-token"]')?.content;
  if (page.redirected || !page.ok || !token) {
    throw new Error('no page to take a token from');
  }
  host.elements.csrf_token.value = token;
}

function go(address) {
  const target = new URL(address, window.location.href);
  const { pathname, search } = window.location;
  window.location.assign(target);
  if (target.pathname === pathname && target.search === search && target.hash) {
    window.location.reload();
  }
}

/** What a page says is wrong: its alerts, else its heading and the words below. */
function toldIn(answer) {
  const alerts = [...answer.querySelectorAll('main [role="alert"]')].filter((alert) => alert.textContent.trim());
  return alerts.length
    ? alerts.map((alert) => [...alert.childNodes])
    : [...answer.querySelectorAll('main h1, main .lead')].map((element) => element.textContent.trim());
}

/** A bar at the buttons that fills while the files are on their way. */
function showProgress(host) {
  const box = document.createElement('p');
  box.className = 'bj-progress';
  const bar = Object.assign(document.createElement('progress'), { max: 1, value: 0 });
  const words = document.createElement('span');
  words.setAttribute('role', 'status');
  words.textContent = _('正在上传……');
  box.append(bar, words);
  host.append(box);
  return {
    at({ loaded, total }) {
      bar.value = loaded / total;
      words.textContent = loaded < total ? _('正在上传 %(share)s', { share: `${Math.floor((100 * loaded) / total)}%` }) : _('已传完，正在检查和保存……');
    },
    end: () => box.remove(),
  };
}
