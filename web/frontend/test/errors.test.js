import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flatten } from '../src/form/errors.js';

test('messages of plain fields and of fields in lists come out in order', () => {
  const errors = { result: ['此项必填。'], amount: { 0: { 1: ['请填写数字。'] }, 2: ['太大', '不整'] } };
  assert.deepEqual(flatten(errors), [
    { id: 'result', message: '此项必填。' },
    { id: 'amount', message: '请填写数字。' },
    { id: 'amount', message: '太大' },
    { id: 'amount', message: '不整' },
  ]);
});

test('no errors, no messages', () => assert.deepEqual(flatten({}), []));
