/** The drawing tools: bpmn-js with its additions, in Chinese. */

import Modeler from 'bpmn-js/lib/Modeler';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import minimap from 'diagram-js-minimap';
import { CreateAppendAnythingModule } from 'bpmn-js-create-append-anything';
import bj from './bj.js';
import chinese from './chinese.js';
import clipboard from './clipboard.js';
import colours from './colours.js';

/** A modeller in `container`; a viewer where nothing may be changed. */
export function makeModeler(container, readonly) {
  const additions = readonly ? [minimap, chinese] : [minimap, CreateAppendAnythingModule, colours, clipboard, chinese];
  const Tool = readonly ? NavigatedViewer : Modeler;
  return new Tool({ container, moddleExtensions: { bj }, additionalModules: additions });
}
