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

  /** Send `body` and hear each line of the answer as it comes. */
  async stream(path, body, hear) {
    const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': token() };
    const response = await fetch(`${this.url}/${path}`, { method: 'POST', credentials: 'same-origin', headers, body: JSON.stringify(body) });
    if (!response.ok) {
      await answer(response);
      return;
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const lines = (rest + part.value).split('\n');
      rest = lines.pop();
      lines.filter(Boolean).forEach((line) => hear(JSON.parse(line)));
    }
  }
}
