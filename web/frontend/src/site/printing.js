/** Printing from a button. */

/** Let `[data-bj-print]` print the page. */
export function offerPrinting() {
  document.addEventListener('click', (event) => {
    if (event.target.closest?.('[data-bj-print]')) {
      window.print();
    }
  });
}
