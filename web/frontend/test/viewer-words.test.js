import assert from 'node:assert/strict';
import { test } from 'node:test';
import { translate } from '../src/viewer/chinese.js';

test('known templates are Chinese, with their places filled in', () => {
  assert.equal(translate('Open {element}', { element: '催办' }), '打开 催办');
});

test('unknown templates and places stay as they are', () => {
  assert.equal(translate('Zoom {level}', {}), 'Zoom {level}');
});
