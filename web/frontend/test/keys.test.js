import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matches } from '../src/site/keys.js';

const pressed = (key, ...held) => ({ key, ...Object.fromEntries(held.map((name) => [name, true])) });

test('a letter matches in either case, with exactly its modifiers', () => {
  assert.ok(matches('Alt+S', pressed('s', 'altKey')));
  assert.ok(!matches('Alt+S', pressed('s')));
  assert.ok(!matches('Alt+S', pressed('s', 'altKey', 'ctrlKey')));
  assert.ok(!matches('S', pressed('s', 'shiftKey')));
});

test('several shortcuts are apart by spaces', () => {
  assert.ok(matches('/ Control+K', pressed('/')));
  assert.ok(matches('/ Control+K', pressed('k', 'ctrlKey')));
});

test('nothing declared matches nothing', () => {
  assert.ok(!matches('', pressed('')));
  assert.ok(!matches(null, pressed('a')));
});
