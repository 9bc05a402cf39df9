/** Which fonts a document asks for and this computer lacks: text in another font may run differently. */

const SAMPLE = '督办单〔2026〕永远 AaGgmW';
const GENERIC = new Set(['serif', 'sans-serif', 'monospace', 'cursive', 'fantasy', 'system-ui']);

/** The names of the fonts wanted first by the texts of `root` that are not installed, in order. */
export function missingFonts(root, isInstalled = installed) {
  const wanted = new Set();
  for (const node of root.querySelectorAll('span')) {
    if (node.textContent.trim()) {
      wanted.add(firstFamily(getComputedStyle(node).fontFamily));
    }
  }
  return [...wanted].filter((name) => name && !GENERIC.has(name) && !isInstalled(name));
}

/** The first name of a CSS font list, without its quotation marks. */
export function firstFamily(list) {
  return (
    list
      .split(',')[0]
      ?.trim()
      .replace(/^['"]|['"]$/g, '') ?? ''
  );
}

/** A font that is not there is measured exactly as its fallback is, whichever that be. */
function installed(name) {
  const context = document.createElement('canvas').getContext('2d');
  return ['monospace', 'serif'].some((fallback) => {
    context.font = `72px ${fallback}`;
    const without = fingerprint(context);
    context.font = `72px "${name}", ${fallback}`;
    return fingerprint(context) !== without;
  });
}

/** Two Chinese fonts set the same widths, so that what is drawn counts, not how wide it is. */
function fingerprint(context) {
  const { canvas } = context;
  const { font } = context;
  canvas.width = 900;
  canvas.height = 110;
  context.font = font;
  context.fillText(SAMPLE, 4, 84);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  let sum = 0;
  for (let place = 3; place < data.length; place += 4) {
    sum = (sum * 31 + data[place]) % 2147483647;
  }
  return sum;
}
