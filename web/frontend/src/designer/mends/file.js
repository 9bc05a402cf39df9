/** Mends of the file itself: the server makes them, since a drawing tool does not see what is wrong. */

import { _ } from '../../shared/words.js';

const onServer = (text) => ({
  text,
  whole: true,
  act: ({ problem, rewrite }) => rewrite(`mend?${new URLSearchParams({ rule: problem.rule, element: problem.element_id })}`),
});

export const FILE = {
  'duplicate-id': onServer(_('换一个 id')),
  'missing-id': onServer(_('补上 id')),
  'dangling-shape': onServer(_('删去这个图形')),
  'wrong-shape': onServer(_('重新画这个图形')),
  'unlisted-flow': onServer(_('照连线重写')),
  'contradicting-flow': onServer(_('照连线重写')),
  'dangling-reference': onServer(_('删去这处引用')),
  'empty-reference': onServer(_('删去这处引用')),
  'unknown-prefix': onServer(_('删去这处引用')),
  'extension-twice': onServer(_('只留第一个')),
};
