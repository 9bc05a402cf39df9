/** dmn-js, on a Chinese page in Chinese: the picture of decisions, tables, formulas. Loaded when the first table is opened. */

import 'dmn-js/dist/assets/dmn-js-shared.css';
import 'dmn-js/dist/assets/dmn-js-drd.css';
import 'dmn-js/dist/assets/dmn-js-decision-table.css';
import 'dmn-js/dist/assets/dmn-js-decision-table-controls.css';
import 'dmn-js/dist/assets/dmn-js-literal-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression-controls.css';
import 'dmn-js/dist/assets/dmn-font/css/dmn.css';
import DmnModeler from 'dmn-js/lib/Modeler';
import { translator } from '../../chinese.js';
import words from './words.js';
import { inChinese } from '../../../shared/words.js';

const chinese = { translate: ['value', translator(words)] };
const VIEWS = ['drd', 'decisionTable', 'literalExpression', 'boxedExpression'];
const TYPES = ['string', 'number', 'boolean', 'date', 'time', 'dateTime', 'dayTimeDuration', 'yearMonthDuration'];

/** A modeller of decisions in `container`. */
export function makeDecisions(container) {
  const views = Object.fromEntries(VIEWS.map((view) => [view, { additionalModules: inChinese ? [chinese] : [] }]));
  return new DmnModeler({ container, ...views, common: { dataTypes: TYPES } });
}
