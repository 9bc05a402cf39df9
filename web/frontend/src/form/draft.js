/** Keep what is typed on the server, so that nobody types it twice. */

import { _ } from '../shared/words.js';

const PAUSE_MS = 1500;
const TOUCHES = ['input', 'change', 'keydown', 'pointerdown'];
const FAILED = _('草稿没有存上，请检查网络；离开本页前请先提交。');

/**
 * Save the form's data to `data-draft-url`, a pause after the last change and when the page is left. What the form
 * fills in by itself while nobody has touched it is no draft.
 * Returns `{stop}`, which ends the saving; without that attribute nothing is saved.
 */
export function keepDraft(host, form) {
  const url = host.dataset.draftUrl;
  if (!url) {
    return { stop() {} };
  }
  let pending = null;
  let timer = 0;
  let touched = false;
  const touch = () => (touched = true);
  TOUCHES.forEach((kind) => host.addEventListener(kind, touch, { capture: true, once: true }));
  const save = async () => {
    clearTimeout(timer);
    const data = pending;
    pending = null;
    if (data) {
      report(host, (await post(url, host, data)) ? _('草稿已保存') : FAILED);
    }
  };
  const leave = () => document.visibilityState === 'hidden' && save();
  form.on('changed', ({ data }) => {
    if (!touched) {
      return;
    }
    pending = data;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE_MS);
  });
  document.addEventListener('visibilitychange', leave);
  return {
    stop() {
      clearTimeout(timer);
      pending = null;
      document.removeEventListener('visibilitychange', leave);
    },
  };
}

async function post(url, host, data) {
  const headers = { 'Content-Type': 'application/json' };
  const token = host.querySelector('[name="csrf_token"]')?.value;
  if (token) {
    headers['X-CSRFToken'] = token;
  }
  const body = JSON.stringify(data);
  try {
    return (await fetch(url, { method: 'POST', headers, body, keepalive: true })).ok;
  } catch {
    return false;
  }
}

function report(host, text) {
  const place = host.querySelector('[data-draft-status]');
  if (place) {
    place.setAttribute('role', 'status');
    place.textContent = text;
  }
}
