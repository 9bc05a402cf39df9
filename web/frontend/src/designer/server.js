/** Asking the server about the draft. */

import { _ } from '../shared/words.js';

const token = () => document.querySelector('meta[name="csrf-token"]').content;

async function answer(response) {
  const type = response.headers.get('Content-Type') ?? '';
  const body = type.includes('json') ? await response.json() : await response.text();
  if (!response.ok) {
    const message = typeof body === 'object' && body.message;
    throw new Error(message || _('服务器没有办成(%(status)s)。请刷新页面再试。', { status: response.status }));
  }
  return body;
}

/** The draft at `url`; every call rejects with a Chinese sentence where it fails. */
export class Server {
  constructor(url) {
    this.url = url;
  }

  async get(path) {
    return answer(await fetch(`${this.url}/${path}`, { credentials: 'same-origin' }));
  }

  async post(path, body, type = 'application/json') {
    const sent = type === 'application/json' ? JSON.stringify(body) : body;
    const headers = { 'Content-Type': type, 'X-CSRFToken': token() };
    return answer(await fetch(`${this.url}/${path}`, { method: 'POST', credentials: 'same-origin', headers, body: sent }));
  }

  /** Send `body`; the answer is a file. */
  async file(path, body) {
    const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': token() };
    const response = await fetch(`${this.url}/${path}`, { method: 'POST', credentials: 'same-origin', headers, body: JSON.stringify(body) });
    return response.ok ? response.blob() : answer(response);
  }
}
