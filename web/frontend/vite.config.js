import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { libraryChanges } from './tools/library-changes.js';
import { translateFormJs } from './tools/translate-form-js.js';

const ENTRIES = ['viewer', 'form', 'documents', 'site', 'designer'];

/** One bundle an entry, with hashed names and a manifest for the Python side (README.md). */
export default defineConfig({
  base: './',
  publicDir: false,
  plugins: [translateFormJs(), libraryChanges()],
  build: {
    target: ['chrome109', 'edge109', 'firefox115', 'safari16'],
    outDir: fileURLToPath(new URL('../static/dist', import.meta.url)),
    emptyOutDir: true,
    manifest: 'manifest.json',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 4096,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      // htmx holds an eval it never calls here: site/htmx-config.js turns it off, the policy forbids it.
      checks: { eval: false },
      input: Object.fromEntries(ENTRIES.map((name) => [name, `src/${name}/index.js`])),
    },
  },
});
