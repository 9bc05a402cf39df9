"""A procedure as one file between counties: its folder zipped, with a note of what it is, signed by who sends it."""

from collections.abc import Mapping
from typing import Final

import orjson

from engine.definitions.drafts import DraftError, digest_of
from engine.records.signature import ALGORITHM, Signer, holds
from web.i18n import _

PACKAGE: Final = "package.json"
"""The note's name beside the files of the folder."""
_FORMAT: Final = "banjie-process/2"
_SIGNED: Final = ("format", "process", "digest", "county", "key")


def package_of(process: str, files: Mapping[str, bytes], county: str, signer: Signer) -> bytes:
    """The note for these files, signed in the name of a county."""
    note = {
        "format": _FORMAT,
        "process": process,
        "digest": digest_of(files),
        "county": county,
        "algorithm": ALGORITHM,
        "key": signer.public,
    }
    return orjson.dumps({**note, "signature": signer.sign(_signed(note))}, option=orjson.OPT_INDENT_2)


def unpacked(
    files: Mapping[str, bytes], process: str, trusted: Mapping[str, str]
) -> tuple[dict[str, bytes], str]:
    """The files without the note, and the county that signed them; empty where there is no note.

    `trusted` are the names of counties by their public keys. Raises DraftError where the files are not what was
    signed, or nobody trusted signed them.
    """
    found = {path: content for path, content in files.items() if path != PACKAGE}
    if PACKAGE not in files:
        return found, ""
    note = _read(files[PACKAGE])
    whole = note["digest"] == digest_of(found) and note["process"] == process
    if not whole or not holds(_signed(note), note["signature"], note["key"]):
        raise DraftError(_("文件与签名时不一致,可能在传送中损坏或被改动,没有导入。请向对方重新要一份。"))
    name = trusted.get(note["key"])
    if name is None:
        raise DraftError(
            _(
                "这份文件由“%(county)s”签名,它的公钥不在可信的县里,没有导入。请电话核对公钥 %(key)s,核对无误再登记。",
                county=note["county"][:60],
                key=note["key"],
            )
        )
    return found, name


def _read(content: bytes) -> dict[str, str]:
    try:
        note = orjson.loads(content)
    except orjson.JSONDecodeError:
        note = None
    if not isinstance(note, dict) or note.get("format") != _FORMAT:
        raise DraftError(_("文件里的签名说明读不懂,没有导入。请让对方用新版本重新导出。"))
    return {name: str(note.get(name, "")) for name in (*_SIGNED, "signature")}


def _signed(note: Mapping[str, str]) -> bytes:
    """What is signed: each fact on its line, so that the same note always gives the same bytes."""
    return "\n".join(f"{name}={note[name]}" for name in _SIGNED).encode()
