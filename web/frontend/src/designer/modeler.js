/** The drawing tools: bpmn-js with its additions; on a Chinese page in Chinese, else in their own English. */

import Modeler from 'bpmn-js/lib/Modeler';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import minimap from 'diagram-js-minimap';
import { CreateAppendAnythingModule } from 'bpmn-js-create-append-anything';
import bj from './bj.js';
import chinese from './chinese.js';
import clipboard from './clipboard.js';
import colours from './colours.js';
import english from './english.js';
import popups from './popups.js';
import whole from './whole.js';
import { inChinese, ofTheCounty } from '../shared/words.js';

/** A modeller in `container`; a viewer where nothing may be changed. */
export function makeModeler(container, readonly) {
  const tools = readonly ? [] : [CreateAppendAnythingModule, colours, clipboard, popups, whole];
  const additions = [minimap, ...tools, inChinese ? chinese : english];
  const Tool = readonly ? NavigatedViewer : Modeler;
  const tool = new Tool({ container, moddleExtensions: { bj }, additionalModules: additions });
  ofTheCounty(container.querySelector('.djs-container > svg'));
  // In a low window the palette scrolls, so that the keyboard must reach it.
  container.querySelector('.djs-palette')?.setAttribute('tabindex', '0');
  return tool;
}
