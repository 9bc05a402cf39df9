/** Read the JSON a page carries for a script. */

/**
 * The value in the `<script type="application/json">` that `selector` finds within `element`,
 * or `fallback` if there is none. Throws SyntaxError if the text is no JSON.
 */
export function readJsonScript(element, selector, fallback = null) {
  const script = element.querySelector(`script[type="application/json"]${selector}`);
  return script ? JSON.parse(script.textContent) : fallback;
}
