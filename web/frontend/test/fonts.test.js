import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstFamily } from '../src/documents/fonts.js';

test('the first font of a list, without quotation marks', () => {
  assert.equal(firstFamily('"方正小标宋简体", 宋体, serif'), '方正小标宋简体');
  assert.equal(firstFamily("'Times New Roman'"), 'Times New Roman');
  assert.equal(firstFamily('仿宋_GB2312'), '仿宋_GB2312');
  assert.equal(firstFamily(''), '');
});
