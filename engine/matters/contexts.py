"""A matter as expressions of a diagram see it: `matter_of(代号)` and `bundle_of(代号)` give contexts (docs/expressions.md)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from engine.matters.catalogue import Catalogue
from engine.matters.matter import Bundle, Matter
from engine.people.directory import Directory


def matter_context(catalogue: Catalogue, directory: Directory, code: str, on: date) -> dict[str, Any] | None:
    """What is known of a matter on a day, units by their short names; None where it is not in the catalogue."""
    matter = catalogue.matter(code, on)
    return None if matter is None else _context(catalogue, directory, matter, on)


def bundle_context(catalogue: Catalogue, directory: Directory, code: str, on: date) -> dict[str, Any] | None:
    """What is known of a bundle on a day, with the contexts of its matters that can be applied for (QT-12)."""
    bundle: Bundle | None = catalogue.bundle(code, on)
    if bundle is None:
        return None
    found = [catalogue.matter(each, on) for each in bundle.matters]
    open_now = [matter for matter in found if matter is not None and not matter.is_stopped(on)]
    return {
        "code": bundle.code,
        "name": bundle.name,
        "theme": bundle.theme,
        "matters": [_context(catalogue, directory, matter, on) for matter in open_now],
    }


def offered(catalogue: Catalogue, directory: Directory, on: date) -> "Lists":
    """The lists forms choose from: `catalogue`, the matters that can be applied for on a day, `bundles` and `paper_kinds`.

    Each entry has `label` and `value` (its code); a matter also `process`, `unit` and `on_the_spot`.
    """
    return Lists(catalogue, directory, on)


class Lists(Mapping[str, list[dict[str, Any]]]):
    """Made when first asked for: most forms choose from neither."""

    def __init__(self, catalogue: Catalogue, directory: Directory, on: date) -> None:
        self._catalogue, self._directory, self._on = catalogue, directory, on

    def __getitem__(self, name: str) -> list[dict[str, Any]]:
        return {"catalogue": self._matters, "bundles": self._bundles, "paper_kinds": self._papers}[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(("catalogue", "bundles", "paper_kinds"))

    def __len__(self) -> int:
        return 3

    def _matters(self) -> list[dict[str, Any]]:
        return [
            {
                "label": matter.name,
                "value": matter.code,
                "process": matter.process,
                "unit": _named(self._directory, matter.unit),
                "on_the_spot": matter.on_the_spot,
            }
            for matter in self._catalogue.matters(self._on)
        ]

    def _papers(self) -> list[dict[str, Any]]:
        return [{"label": each.name, "value": each.name} for each in self._catalogue.papers(self._on)]

    def _bundles(self) -> list[dict[str, Any]]:
        return [{"label": each.name, "value": each.code} for each in self._catalogue.bundles(self._on)]


def _context(catalogue: Catalogue, directory: Directory, matter: Matter, on: date) -> dict[str, Any]:
    delegated = matter.delegated_unit(on)
    return {
        "code": matter.code,
        "name": matter.name,
        "kind": matter.kind,
        "unit": _named(directory, matter.unit),
        "process": matter.process,
        "subjects": matter.subjects,
        "steps": matter.steps,
        "conditions": matter.conditions,
        "materials": [_material(catalogue, name, on) for name in matter.materials],
        "fee": matter.fee,
        "penalties": matter.penalties,
        "handlers": matter.handlers,
        "limit": matter.limit,
        "limit_basis": matter.limit_basis,
        "statutory": matter.limits.statutory,
        "promised": matter.limits.promised,
        "extend": matter.limits.extend,
        "on_the_spot": matter.on_the_spot,
        "green": matter.green,
        "hall": matter.hall,
        "authorised": matter.authorised,
        "village": matter.village,
        "special": matter.special,
        "category": matter.category,
        "deemed": matter.deemed,
        "public": matter.public,
        "departments": [
            {"unit": _named(directory, each.unit), "role": each.role} for each in matter.departments
        ],
        "cooperating": [_named(directory, unit) for unit in matter.cooperating],
        "delegated_to": _named(directory, delegated) if delegated else None,
        "stopped": matter.is_stopped(on),
    }


def _material(catalogue: Catalogue, name: str, on: date) -> dict[str, Any]:
    paper = catalogue.paper(name, on)
    return {
        "name": name,
        "form": paper.form if paper else None,
        "source": paper.source if paper else None,
        "reuse": paper is not None and paper.reuse,
    }


def _named(directory: Directory, unit_id: str) -> str:
    unit = directory.units.get(unit_id)
    return unit.short_name if unit is not None else unit_id
