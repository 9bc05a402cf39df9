/** What the page says about elements: a state each (a CSS class) and badges (small labels). */

const PREFIX = 'bj-state-';
const BADGE = 'bj-badge';

/** Give the elements their state class and take away those they had: `{elementId: state}`. */
export function showStates(viewer, states) {
  const canvas = viewer.get('canvas');
  viewer.get('elementRegistry').forEach(({ id }, graphics) => {
    const wanted = states[id] ? PREFIX + states[id] : null;
    const present = [...graphics.classList].filter((name) => name.startsWith(PREFIX));
    present.filter((name) => name !== wanted).forEach((name) => canvas.removeMarker(id, name));
    if (wanted && !present.includes(wanted)) {
      canvas.addMarker(id, wanted);
    }
  });
}

/** Put the badges on the elements, in place of those before: `{elementId: [{text, tone, title}]}`. */
export function showBadges(viewer, badges) {
  const overlays = viewer.get('overlays');
  const registry = viewer.get('elementRegistry');
  overlays.remove({ type: BADGE });
  for (const [id, labels] of Object.entries(badges)) {
    if (registry.get(id)) {
      overlays.add(id, BADGE, { position: { top: -12, right: 12 }, html: badgeRow(labels) });
    }
  }
}

function badgeRow(labels) {
  const row = document.createElement('div');
  row.className = 'bj-badges';
  row.append(...labels.map(badge));
  return row;
}

function badge({ text, tone = 'info', title = '' }) {
  const label = document.createElement('span');
  label.className = `${BADGE} ${BADGE}-${tone}`;
  label.textContent = text;
  label.title = title;
  return label;
}
