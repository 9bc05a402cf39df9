/** Draw the fields of one form and send what was filled in with the page's own form. */

import { createForm } from '@bpmn-io/form-js-viewer';
import { readJsonScript } from '../shared/json.js';
import { ofTheCounty } from '../shared/words.js';
import { isLocked, lockForm, unlockForm } from '../shared/submitting.js';
import { nameChosenFiles } from './chosen.js';
import { keepDraft } from './draft.js';
import { attachFiles, leaveOutFields, setHidden } from './payload.js';
import { clearProblems, listProblems, showProblems } from './problems.js';
import { send } from './sending.js';
import { withLongTextsWrapped } from './wrapping.js';

/** Show the schema of `host` with its data. Rejects if form-js refuses the schema. */
export async function showForm(host) {
  const container = ofTheCounty(fieldsBox(host));
  const data = readJsonScript(host, '[data-data]', {});
  const form = await createForm({
    container,
    schema: withLongTextsWrapped(readJsonScript(host, '[data-schema]'), data),
    data,
    // Without delay, so that what is typed last is never left out.
    debounce: false,
    properties: { readOnly: 'readonly' in host.dataset },
  });
  host.noValidate = true;
  if (!('readonly' in host.dataset)) {
    sendWith(host, form, keepDraft(host, form));
    nameChosenFiles(host);
  }
  host.querySelector('[data-fallback]')?.remove();
  host.dataset.ready = '';
}

function fieldsBox(host) {
  const present = host.querySelector('[data-fields]');
  if (present) {
    return present;
  }
  const box = document.createElement('div');
  box.dataset.fields = '';
  host.prepend(box);
  return box;
}

/**
 * Check first, then send the form as the button pressed would. The first submit event is stopped for the check;
 * `data-checked` marks the second, before which a question may be asked.
 */
function sendWith(host, form, draft) {
  let checking = false;
  host.addEventListener('submit', async (event) => {
    event.preventDefault();
    if ('checked' in host.dataset) {
      draft.stop();
      lockForm(host);
      send(host, event.submitter);
      return;
    }
    if (!checking && !isLocked(host)) {
      checking = true;
      await check(host, form, event.submitter).finally(() => (checking = false));
    }
  });
  host.addEventListener('formdata', ({ formData }) => leaveOutFields(formData));
  keepFocusOnPress(host);
  keepEnterInFields(host);
  window.addEventListener('pageshow', (event) => event.persisted && unlockForm(host));
}

async function check(host, form, submitter) {
  await settle(host);
  const { data, errors, files } = form.submit();
  const problems = submitter?.formNoValidate ? [] : listProblems(errors, labelsOf(form));
  if (problems.length) {
    showProblems(host, problems);
    return;
  }
  clearProblems(host);
  setHidden(host, 'payload', JSON.stringify(data));
  attachFiles(host, files);
  host.dataset.checked = '';
  host.requestSubmit(submitter);
  delete host.dataset.checked;
}

/** Let the field being typed into take its value over, which form-js does when the field loses focus. */
async function settle(host) {
  if (host.contains(document.activeElement)) {
    document.activeElement.blur();
  }
  for (let frame = 0; frame < 2; frame += 1) {
    await new Promise((resume) => requestAnimationFrame(() => setTimeout(resume)));
  }
}

/**
 * A field that loses focus may show its mistake and push the button from under the pointer, and the
 * click would be lost. So pressing a button leaves the focus where it is.
 */
function keepFocusOnPress(host) {
  host.addEventListener('mousedown', (event) => {
    if (event.target.closest('[type="submit"], button:not([type])')) {
      event.preventDefault();
    }
  });
}

/**
 * Enter chooses a day, a time or an entry of a list. A browser would also send the form with it, half filled in and
 * for good; that is what the buttons are for, and Alt+S.
 */
function keepEnterInFields(host) {
  host.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target.matches('[data-fields] input')) {
      event.preventDefault();
    }
  });
}

function labelsOf(form) {
  const registry = form.get('formFieldRegistry');
  return (id) => {
    const { label, dateLabel, timeLabel, key } = registry.get(id) ?? {};
    return label || dateLabel || timeLabel || key || id;
  };
}
