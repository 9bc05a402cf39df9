/** What stands beside the tools of the palette, short enough to be read there; all else in the tools' own English. */

const SHORT = {
  'Activate hand tool': 'Move view',
  'Activate lasso tool': 'Select several',
  'Activate create/remove space tool': 'Make room',
  'Activate global connect tool': 'Connect',
  'Create start event': 'Start',
  'Create intermediate/boundary event': 'Event',
  'Create end event': 'End',
  'Create gateway': 'Gateway',
  'Create task': 'Step',
  'Create expanded sub-process': 'Subprocess',
  'Create data object reference': 'Data',
  'Create data store reference': 'Data store',
  'Create pool/participant': 'Pool',
  'Create group': 'Group',
  'Create element': 'More …',
};

const inEnglish = (template, places = {}) =>
  (SHORT[template] ?? template).replace(/{([^}]+)}/g, (whole, name) => places[name] ?? whole);

export default { translate: ['value', inEnglish] };
