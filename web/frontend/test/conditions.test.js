import assert from 'node:assert/strict';
import { test } from 'node:test';
import { feel, parts } from '../src/designer/panel/condition-parts.js';

test('terms joined by and or by or are taken apart and written the same', () => {
  const said = [
    'decision = "return"', 'granted', 'missing_count = 0', 'unit = null', 'amount >= policy("green.major.amount")',
    'talk_year != null or talk_item != null', 'filed = true and due != null and done != true', 'due_on < today',
    'received >= date("2026-03-01") and received <= date("2026-06-30")', 'list contains(options, "听证会") or urgent = true',
    'note = "甲 and 乙" and note != "或 or (括号"', 'at <= now',
  ];
  for (const each of said) {
    assert.equal(feel(parts(each)), each);
  }
  assert.deepEqual(parts('= a = 1 and b = 2').terms.map(({ key }) => key), ['a', 'b']);
});

test('what only the expression can say stays an expression', () => {
  const said = [
    'a = 1 and b = 2 or c = 3', 'not(signed and passed)', 'count(guide.cooperating) > 0', 'rating in ("不满意", "非常不满意")',
    'list contains(gather("late_view"), "不同意")', 'if colour = null then true else false', 'slip.is_running', 'amount > left', 'x > null',
  ];
  for (const each of said) {
    assert.equal(parts(each), null);
  }
});
