import assert from 'node:assert/strict';
import { test } from 'node:test';
import { _, _n, inChinese, listed } from '../src/shared/words.js';

test('without a page the words are Chinese, their places filled in', () => {
  assert.ok(inChinese);
  assert.equal(_('已存为用例“%(name)s”', { name: '期内办结' }), '已存为用例“期内办结”');
  assert.equal(_n('%(n)s 件', 1), '1 件');
  assert.equal(listed(['甲', '乙']), '甲、乙');
});

test('a page in another language brings its catalogue', async () => {
  const catalogue = { 删去: 'Remove', '%(n)s 件': ['%(n)s case', '%(n)s cases'], '、': ', ' };
  globalThis.document = {
    documentElement: { lang: 'en' },
    querySelector: () => ({ textContent: JSON.stringify(catalogue) }),
  };
  const english = await import('../src/shared/words.js?english');
  delete globalThis.document;
  assert.ok(!english.inChinese);
  assert.equal(english._('删去'), 'Remove');
  assert.equal(english._('没有译文'), '没有译文');
  assert.equal(english._n('%(n)s 件', 1), '1 case');
  assert.equal(english._n('%(n)s 件', 2), '2 cases');
  assert.equal(english.listed(['a', 'b']), 'a, b');
});
