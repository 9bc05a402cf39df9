/** What travels with the page's form: the answers as JSON, and the files picked. */

/** Set the hidden input `name` of `host`, which is made if missing. */
export function setHidden(host, name, value) {
  let input = host.querySelector(`input[type="hidden"][name="${name}"]`);
  if (!input) {
    input = document.createElement('input');
    input.type = 'hidden';
    input.name = name;
    host.append(input);
  }
  input.value = value;
}

/**
 * Send the picked files with the form: for each key of `files` (a Map of File lists) an input of that
 * name. The payload holds the same key where the field's value stands.
 */
export function attachFiles(host, files) {
  host.querySelectorAll('input[data-attached]').forEach((input) => input.remove());
  for (const [key, picked] of files) {
    const transfer = new DataTransfer();
    picked.forEach((file) => transfer.items.add(file));
    const input = document.createElement('input');
    Object.assign(input, { type: 'file', name: key, multiple: true, hidden: true });
    input.dataset.attached = '';
    input.files = transfer.files;
    host.append(input);
    host.enctype = 'multipart/form-data';
  }
}

/** Keep form-js's own inputs out of what is sent: their values are in the payload. */
export function leaveOutFields(formData) {
  for (const name of [...formData.keys()]) {
    if (name.startsWith('fjs-')) {
      formData.delete(name);
    }
  }
}
