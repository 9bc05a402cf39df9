/** Which files were chosen: form-js names a single one, of several it says only how many. */

/** Keep a list of names under each field of `host` in which several files are chosen. */
export function nameChosenFiles(host) {
  host.addEventListener('change', ({ target }) => {
    if (target.type === 'file') {
      showNames(target.closest('.fjs-form-field'), [...target.files]);
    }
  });
}

function showNames(field, files) {
  field.querySelector('.bj-chosen')?.remove();
  if (files.length > 1) {
    const list = document.createElement('ul');
    list.className = 'bj-chosen';
    list.append(
      ...files.map((file) => Object.assign(document.createElement('li'), { textContent: file.name })),
    );
    field.append(list);
  }
}
