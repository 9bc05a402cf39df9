/** Entry `site`: on every page. htmx and small helpers; the contract is in README.md. */

import htmx from 'htmx.org';
import { configureHtmx } from './htmx-config.js';
import { closeByEscape } from './escape.js';
import { confirmFirst, sendOnce } from './forms.js';
import { offerPhrases } from './phrases.js';
import { offerPrinting } from './printing.js';
import { offerSheet } from './sheet.js';
import { followShortcuts } from './shortcuts.js';

configureHtmx(htmx);
confirmFirst();
sendOnce();
followShortcuts();
offerPhrases();
offerPrinting();
offerSheet();
closeByEscape();
