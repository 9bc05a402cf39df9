/** 能不能办结: what the server finds when it tries every way a case can take. */

import { h } from './dom.js';
import { _, listed } from '../shared/words.js';

const WORDS = {
  sound: [_('✓ 怎么走都能办结'), _('每一种走法都试过:没有走不下去的,也没有办结时还留着的。')],
  blocked: [_('✗ 有一种走法办不结'), _('照下面走,办件就停在最后一步,再也不能办结。')],
  doubled: [_('✗ 有一种走法会重复'), _('照下面走,最后一步会先后来两次,后面可能办两遍。')],
  beginless: [_('? 没有断定'), _('图上还没有开始,办件无从办起。画上开始再看。')],
  undecided: [_('? 没有断定'), _('走法太多,没有试完;不等于有错。请多演练几种情形,或把一段放进子流程。')],
};

/** Keeps the verdict; `way` shows the way there. */
export class Soundness {
  constructor(server, way) {
    Object.assign(this, { server, way });
    this.line = h('p', { class: 'bj-sound-line', role: 'status' });
    this.note = h('p', { class: 'bj-help' });
    this.more = h('div');
    this.element = h('section', { class: 'bj-sound', 'aria-label': _('能不能办结') }, h('h2', {}, _('能不能办结')), this.line, this.note, this.more);
  }

  /** Ask anew; of several askings at once the last one counts. */
  async refresh() {
    const asked = (this.asked = (this.asked ?? 0) + 1);
    this.line.textContent = _('正在试每一种走法……');
    try {
      const verdict = await this.server.get('soundness');
      if (asked === this.asked) {
        this.show(verdict);
      }
    } catch (error) {
      this.line.textContent = error.message;
    }
  }

  show({ kind, way, never }) {
    const [line, note] = WORDS[kind];
    this.element.dataset.verdict = kind;
    this.line.textContent = line;
    this.note.textContent = note;
    const look = way.length > 0 && h('button', { type: 'button', class: 'button', onclick: () => this.way.show(way) }, _('在图上看这种走法'));
    const idle = never.length > 0 && h('p', {}, _('从来走不到:%(names)s', { names: listed(never.map(({ id, name }) => this.way.called(id) ?? name)) }));
    this.more.replaceChildren(...[idle, look].filter(Boolean));
  }
}
