/** A moment said by choosing: when a limit ends, so many days on, a date of the case; the FEEL it makes is shown. */

import { deadlineNames } from './diagram.js';
import { choice, field, text } from './fields.js';
import { COUNTY } from '../county.js';
import { _ } from '../../shared/words.js';

/** Way → [words, pattern of its FEEL, FEEL of its value, label of its value, first value]. */
const WAYS = {
  due: [_('时限届满时'), /^due\("([^"]+)"\)$/, (value) => `due("${value}")`, _('哪个时限')],
  spent: [_('时限用去百分之几时(办理)'), new RegExp(`^spent\\("${COUNTY.limit}", (\\d+)\\)$`), (value) => `spent("${COUNTY.limit}", ${value})`, _('百分之几'), '90'],
  workdays: [_('几个工作日后'), /^workdays\((\d+)\)$/, (value) => `workdays(${value})`, _('几个工作日'), '5'],
  days: [_('几个自然日后'), /^days\((\d+)\)$/, (value) => `days(${value})`, _('几天'), '7'],
  next: [_('下一次下班时'), /^next_close\(\)$/, () => 'next_close()'],
  close: [_('某个日期下班时'), /^close_of\(([\p{L}_][\p{L}\p{N}_]*)\)$/u, (value) => `close_of(${value})`, _('日期字段'), 'until'],
  open: [_('某个日期上班时'), /^open_of\(([\p{L}_][\p{L}\p{N}_]*)\)$/u, (value) => `open_of(${value})`, _('日期字段'), 'until'],
};

/** The way a FEEL text was said in and its value; undefined for one only FEEL can say. */
export function wayOf(feel) {
  for (const [way, [, pattern]] of Object.entries(WAYS)) {
    const found = pattern.exec((feel ?? '').trim());
    if (found) {
      return [way, found[1] ?? ''];
    }
  }
  return undefined;
}

/** The fields for `feel`; `changed(feel)` is told. */
export function momentFields(element, feel, changed) {
  const known = wayOf(feel);
  const [way, value] = known ?? ['', ''];
  const names = deadlineNames(element);
  const turn = (next) => next && changed(WAYS[next][2](WAYS[next][4] ?? (next === 'due' ? names[0] ?? COUNTY.limit : '')));
  const options = [['', known ? '……' : _('直接写公式')], ...Object.entries(WAYS).map(([key, [words]]) => [key, words])];
  const [, , write, label] = WAYS[way] ?? [];
  const set = (next) => next && changed(write(next));
  const written = text(feel, changed, { multiline: true });
  written.classList.add('bj-feel');
  return [
    field(_('什么时候'), choice(way, options, turn)),
    label && field(label, way === 'due' ? choice(value, names.map((name) => [name, name]), set) : text(value, set)),
    field(_('时间(FEEL)'), written, { help: _('由上面的选择写成;也可以直接改,如 P7D。') }),
  ];
}
