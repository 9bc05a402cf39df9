/** What can be mended with one click, by the rule of the server's check. */

import { EVENT } from './event.js';
import { FILE } from './file.js';
import { FLOW } from './flow.js';
import { OFFICE } from './office.js';

const MENDS = { ...OFFICE, ...FLOW, ...EVENT, ...FILE };

/** The mend of a problem of `element`: what it does in words, and `act()`. Undefined where there is none. */
export function mendFor(problem, context) {
  const mend = MENDS[problem.rule];
  const here = { ...context, problem };
  if (!mend || !(context.element || mend.whole) || (mend.fits && !mend.fits(here))) {
    return undefined;
  }
  return { text: mend.text, act: () => mend.act(here) };
}
