"""What the public may start, and the matters of the catalogue that are published (GK-02, GK-03, QT-01)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from flask import abort

from engine.queries.catalogue import Listed, find_matter, listed
from engine.queries.versions import CurrentVersion, current_version, current_versions
from web.schemas import program_of
from web.site import directory, reading, today, world

NOBODYS: Final = ()
"""The public belongs to no unit: it runs no version that some units run first (SF-01)."""


MATTER: Final = "matter_code"
"""The field in which a start form asks for the matter; the guide of a matter fills it in."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A process the public may start (`bj:public`): its version and what the page calls it."""

    version: CurrentVersion
    name: str


def offers() -> Iterator[Offer]:
    """Every process the public may start."""
    for version in current_versions(reading(), NOBODYS):
        written = program_of(version.id).process.extension("public")
        if written is not None:
            yield Offer(version, written.get("name") or version.name)


def offer_of(process: str) -> Offer | None:
    """The process if the public may start it."""
    return next((each for each in offers() if each.version.process == process), None)


def offer_or_404(process: str) -> Offer:
    """The process if the public may start it. Otherwise the answer is 404."""
    version = current_version(reading(), process, NOBODYS)
    written = program_of(version.id).process.extension("public") if version is not None else None
    if version is None or written is None:
        abort(404)
    return Offer(version, written.get("name") or version.name)


def matters(text: str = "", unit: str | None = None) -> list[Listed]:
    """The published matters whose name or unit holds every word of `text`, of all units or of one."""
    found = listed(world().catalogue, directory(), today(), unit=unit, public=True)
    words = text.split()
    return [each for each in found if all(word in f"{each.matter.name}{each.unit}" for word in words)]


def matter_or_404(code: str) -> Listed:
    """A published matter that can be applied for today. Otherwise the answer is 404."""
    found = find_matter(world().catalogue, directory(), code, today())
    if found is None or found.is_stopped or not found.matter.public:
        abort(404)
    return found


def published_processes() -> list[str]:
    """Ids of the processes whose results are listed for everybody (`bj:case public="true"`)."""
    return [version.process for version in current_versions(reading()) if program_of(version.id).is_disclosed]
