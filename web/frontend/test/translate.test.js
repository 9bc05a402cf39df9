import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { translate } from '../tools/translate-form-js.js';

const source = await readFile(
  new URL('../node_modules/@bpmn-io/form-js-viewer/dist/index.es.js', import.meta.url),
  'utf8',
);

test('no validation message of form-js is English on a Chinese page', () => {
  const english = /errors\.push\(['"`][A-Z]/;
  assert.match(source, english);
  assert.doesNotMatch(translate(source), english);
  assert.match(translate(source), /\(inChinese \? '此项必填。' : 'Field is required\.'\)/);
});

test('the fields stand in no form of their own', () => {
  assert.doesNotMatch(translate(source), /jsxs?\("form"/);
});

test('the link to bpmn.io stays', () => {
  assert.match(translate(source), /Powered by bpmn\.io/);
});

test('a phrase that is no longer there stops the build', () => {
  assert.throws(() => translate('nothing here', [['gone', 'weg']]), /no longer contains: gone/);
});
