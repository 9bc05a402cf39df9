/**
 * form-js 1.23 has no way to translate what it says. This plugin puts our words into its source, for pages that are
 * in Chinese, while it is bundled, and fails the build if a phrase is not where it was: a new version of form-js cannot
 * silently bring English back. The link to bpmn.io stays as its licence asks.
 */

import { fileURLToPath } from 'node:url';
import { PHRASES } from './form-js-phrases.js';

const LANGUAGE = fileURLToPath(new URL('../src/shared/words.js', import.meta.url));
const FORM_JS = /@bpmn-io\/form-js-viewer\/dist\/index\.es\.js$/;

/** The source with every [fragment, replacement] applied; throws if a fragment does not occur. */
export function translate(source, phrases = PHRASES) {
  return phrases.reduce((text, [fragment, replacement]) => {
    if (!text.includes(fragment)) {
      throw new Error(`form-js no longer contains: ${fragment}`);
    }
    return text.replaceAll(fragment, () => replacement);
  }, source);
}

/** The Vite plugin. */
export function translateFormJs() {
  return {
    name: 'banjie:translate-form-js',
    transform(source, id) {
      const known = `import { inChinese } from ${JSON.stringify(LANGUAGE)};\n`;
      return FORM_JS.test(id.split('?')[0]) ? { code: known + translate(source), map: null } : null;
    },
  };
}
