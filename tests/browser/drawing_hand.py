"""A hand that draws in the designer: real presses of the mouse and keys on the canvas, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise

from playwright.sync_api import Page, expect

WAYPOINTS = """(id) => {
  const modeler = document.querySelector('[data-bj=designer]').bjModeler;
  const canvas = modeler.get('canvas');
  const { x, y, scale } = canvas.viewbox();
  const { left, top } = canvas.getContainer().getBoundingClientRect();
  return modeler.get('elementRegistry').get(id).waypoints
    .map((point) => [left + (point.x - x) * scale, top + (point.y - y) * scale]);
}"""
"""Where a line runs, in pixels of the page."""
FLOWS = """(id) => {
  const modeler = document.querySelector('[data-bj=designer]').bjModeler;
  const { incoming, outgoing } = modeler.get('elementRegistry').get(id);
  return [...incoming, ...outgoing].map(({ id }) => id);
}"""

SCALE = "() => document.querySelector('[data-bj=designer]').bjModeler.get('canvas').viewbox().scale"
HALF_STRIP = 15
"""Half as wide as the strip of a pool, in units of the diagram."""


class Hand:
    """Draws on the canvas of the page it is given."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def middle(self, element: str) -> tuple[float, float]:
        """The middle of a shape."""
        box = self.page.locator(f"[data-element-id={element}] .djs-hit").first.bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def along(self, flow: str, at: float = 0.5) -> tuple[float, float]:
        """A point on the longest stretch of a line."""
        points = self.page.evaluate(WAYPOINTS, flow)
        stretches = list(pairwise(points))
        (ax, ay), (bx, by) = max(stretches, key=lambda s: abs(s[0][0] - s[1][0]) + abs(s[0][1] - s[1][1]))
        return ax + (bx - ax) * at, ay + (by - ay) * at

    def drag(self, element: str, by: tuple[float, float]) -> None:
        """Move a shape."""
        x, y = self.middle(element)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + by[0], y + by[1], steps=8)
        expect(self.page.locator(".djs-drag-group")).to_have_count(1)
        self.page.mouse.up()
        expect(self.page.locator(".djs-drag-group")).to_have_count(0)

    def select(self, element: str) -> None:
        """Choose a shape; one that is chosen already is left alone, a second press would be a double one."""
        self._choose(element, lambda: self.middle(element))

    def select_pool(self, pool: str) -> None:
        """Choose a pool by the strip that bears its name: within are its lanes."""
        self._choose(pool, lambda: self._strip(pool))

    def _strip(self, pool: str) -> tuple[float, float]:
        box = self.page.locator(f"[data-element-id={pool}] .djs-hit").first.bounding_box()
        assert box is not None
        scale = self.page.evaluate(SCALE)
        return box["x"] + HALF_STRIP * scale, box["y"] + box["height"] - HALF_STRIP * scale

    def _choose(self, element: str, place: Callable[[], tuple[float, float]]) -> None:
        chosen = self.page.locator(f".djs-element.selected[data-element-id={element}]")

        def press() -> None:
            if not chosen.count():
                self.let_go()
                self.page.mouse.click(*place())
            expect(chosen).to_have_count(1)

        with suppress(AssertionError):
            press()
        # The canvas may have moved under the hand while the page was busy with what went before.
        press()

    def select_flow(self, flow: str, at: float = 0.5) -> None:
        """Choose a line."""
        self.let_go()
        self.page.mouse.click(*self.along(flow, at))

    def place(self, tool: str, at: tuple[float, float], name: str = "") -> str:
        """Take a tool of the palette, put what it makes at a place, and name it where it asks; its id."""
        before = self.elements()
        self.page.locator(f".djs-palette [data-action='{tool}']").click()
        self._put(at)
        return self._named(before, name)

    def append(self, entry: str, name: str = "") -> str:
        """Go on drawing from the shape that is chosen; the id of what is new."""
        before = self.elements()
        self.page.locator(f".djs-context-pad [data-action='{entry}']").click()
        return self._named(before, name)

    def connect(self, source: str, target: str) -> str:
        """Draw a line from one shape to another; its id."""
        before = self.elements()
        self.select(source)
        self.page.locator(".djs-context-pad [data-action=connect]").click()
        self._put(self.middle(target))
        (made,) = self.elements() - before
        return made

    def turn_into(self, element: str, kind: str) -> None:
        """Change what a shape is by the menu."""
        self.select(element)
        self.page.locator(".djs-context-pad [data-action=replace]").click()
        self.page.locator(f".djs-popup [data-id='{kind}']").click()
        expect(self.page.locator(".djs-popup")).to_have_count(0)

    def elements(self) -> set[str]:
        """The ids of what stands on the canvas."""
        ids = self.page.locator(".djs-element[data-element-id]").evaluate_all(
            "all => all.map((e) => e.dataset.elementId)"
        )
        return {each for each in ids if not each.endswith("_label")}

    def flows_of(self, element: str) -> list[str]:
        """The lines that end at a shape, then those that leave it."""
        found: list[str] = self.page.evaluate(FLOWS, element)
        return found

    def half_height(self, element: str) -> float:
        """Half the height of a shape, in pixels."""
        box = self.page.locator(f"[data-element-id={element}] .djs-hit").first.bounding_box()
        assert box is not None
        return box["height"] / 2

    def let_go(self) -> None:
        """Press where nothing stands, the lower left corner, so that no menu lies over what comes next."""
        box = self.page.locator(".bj-canvas").bounding_box()
        assert box is not None
        self.page.mouse.click(box["x"] + 40, box["y"] + box["height"] - 20)

    def _put(self, at: tuple[float, float]) -> None:
        self.page.mouse.move(at[0] - 30, at[1] - 30)
        self.page.mouse.move(*at, steps=8)
        self.page.mouse.click(*at)

    def _named(self, before: set[str], name: str) -> str:
        made = [each for each in self.elements() - before if not self._is_line(each)]
        assert len(made) == 1, made
        if name:
            self.page.keyboard.type(name)
        self.page.keyboard.press("Escape" if not name else "Enter")
        return made[0]

    def _is_line(self, element: str) -> bool:
        return self.page.locator(f".djs-connection[data-element-id={element}]").count() > 0
