/** Menus open where the window shows them; the tools measure by the page, which may be longer. */

const inside = (at, size, room) => Math.max(0, Math.min(at, room - size));

function PopupsInTheWindow(popupMenu) {
  popupMenu._ensureVisible = (container, { x, y }) => {
    const { width, height } = container.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    return { x: inside(x, width, clientWidth), y: inside(y, height, clientHeight) };
  };
}
PopupsInTheWindow.$inject = ['popupMenu'];

export default { __init__: ['bjPopups'], bjPopups: ['type', PopupsInTheWindow] };
