import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { allowed } from '../tools/library-changes.js';

const source = (path) => readFileSync(new URL(`../node_modules/${path}`, import.meta.url), 'utf8');

test('CodeMirror uses adopted style sheets for the page too', () => {
  const id = 'style-mod/src/style-mod.js';
  assert.doesNotMatch(allowed(source(id), `/x/${id}`), /!root\.head/);
});

test('domify sets styles by script', () => {
  const id = 'domify/index.js';
  assert.match(allowed(source(id), `/x/${id}?v=1`), /style\.cssText/);
});

test('dmn-js shows the words of a choice', () => {
  const id = 'dmn-js-shared/lib/components/InputSelect.js';
  assert.match(allowed(source(id), `/x/${id}`), /noInput \|\| option \?/);
});

test('the icons of aligning have attributes in place of styles', () => {
  const id = 'bpmn-js/lib/features/align-elements/AlignElementsIcons.js';
  const changed = allowed(source(id), `/x/${id}`);
  assert.doesNotMatch(changed, /style=/);
  assert.match(changed, /stroke="currentColor" stroke-width="100"/);
});

test('what the lowest Chromium does not have is done otherwise', () => {
  const form = '@bpmn-io/form-js-viewer/dist/index.es.js';
  assert.doesNotMatch(allowed(source(form), `/x/${form}`), /URL\.canParse/);
  const sheet = 'bpmn-js/dist/assets/diagram-js.css';
  const changed = allowed(source(sheet), `/x/${sheet}`);
  assert.doesNotMatch(changed, /color-mix/);
  assert.match(changed, /--lasso-fill-color: rgb\(0 119 204 \/ 15%\)/);
});

test('other modules stay, and a module that changed stops the build', () => {
  assert.equal(allowed('x', '/x/other.js'), null);
  assert.throws(() => allowed('x', '/x/domify/index.js'), /no longer contains/);
});
