"""What a picture ought to show and does not."""

from typing import Final

from lxml import etree

from engine.definitions.diagram import NODE_TYPES
from engine.definitions.layout.drawn import read_picture
from engine.definitions.layout.reading import local

_SHOWN: Final = NODE_TYPES | {
    "participant",
    "lane",
    "sequenceFlow",
    "messageFlow",
    "association",
    "textAnnotation",
    "group",
    "dataObjectReference",
    "dataStoreReference",
}


def undrawn(root: etree._Element) -> list[str]:
    """Ids of such elements without shape or line, in document order; those of choreographies do not count."""
    drawn = read_picture(root).drawn
    return [
        element.get("id", "")
        for element in root.iter()
        if isinstance(element.tag, str)
        and local(element) in _SHOWN
        and element.get("id")
        and element.get("id") not in drawn
    ]
