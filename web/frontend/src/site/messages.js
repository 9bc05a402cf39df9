/** Tell the reader something that happened after the page was loaded. */

/** Show `text` in `#bj-messages`, which is made if the page has none; screen readers say it. */
export function say(text) {
  const box = document.getElementById('bj-messages') ?? addBox();
  const message = document.createElement('p');
  message.className = 'bj-message';
  message.textContent = text;
  box.replaceChildren(message);
}

function addBox() {
  const box = document.createElement('div');
  box.id = 'bj-messages';
  box.setAttribute('role', 'alert');
  document.body.prepend(box);
  return box;
}
