"""The process folder of these tests as a .zip, as it is or with files changed."""

from io import BytesIO
from zipfile import ZipFile

from tests.web.site_support import ERRAND


def zipped(change: dict[str, bytes] | None = None, top: str = "errand/") -> bytes:
    """The folder in a .zip, under `top`."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for file in sorted(path for path in ERRAND.rglob("*") if path.is_file()):
            name = file.relative_to(ERRAND).as_posix()
            archive.writestr(top + name, (change or {}).get(name, file.read_bytes()))
    return packed.getvalue()


def changed_diagram(old: str, new: str) -> dict[str, bytes]:
    """The diagram with one text put for another."""
    text = (ERRAND / "errand.bpmn").read_text(encoding="utf-8")
    assert old in text
    return {"errand.bpmn": text.replace(old, new).encode()}
