/** Compare a pressed key with a declared shortcut. */

const MODIFIERS = { alt: 'altKey', control: 'ctrlKey', shift: 'shiftKey', meta: 'metaKey' };

/**
 * Whether `event` is one of the shortcuts in `declared`: keys joined by `+`, shortcuts apart by
 * spaces, as in "Alt+S" or "/ Control+K". A letter's case does not matter.
 */
export function matches(declared, event) {
  return (declared ?? '').split(/\s+/).some((shortcut) => matchesOne(shortcut, event));
}

function matchesOne(shortcut, event) {
  const parts = shortcut.toLowerCase().split('+');
  const key = parts.pop();
  return (
    key !== '' &&
    event.key?.toLowerCase() === key &&
    Object.entries(MODIFIERS).every(([word, property]) => parts.includes(word) === Boolean(event[property]))
  );
}
