"""A procedure as one file between counties: signed, taken from whom one trusts, refused in words otherwise."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

from engine.records.signature import Signer, holds
from tests.web.site_support import SmallSite, Visitor
from tests.web.test_designer import CHIEF, DESIGNER, begun
from web.designer.package import package_of

OTHER = Signer("the secret of another county")


def exported(visitor: Visitor) -> dict[str, bytes]:
    """The files of a new draft's package, by their path below its folder."""
    content = visitor.get(f"{begun(visitor)}/folder.zip").data
    with ZipFile(BytesIO(content)) as archive:
        return {name.removeprefix("letter/"): archive.read(name) for name in archive.namelist()}


def brought(visitor: Visitor, files: dict[str, bytes]) -> str:
    """What the page says when a package of these files is brought."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"letter/{name}", content)
    sent = {"file": (BytesIO(packed.getvalue()), "letter.zip")}
    return visitor.post("/designer/import", sent, page="/designer", follow_redirects=True).text


def signed(files: dict[str, bytes], by: Signer, change: Callable[[bytes], bytes] = bytes) -> dict[str, bytes]:
    """The files signed by somebody, the diagram changed afterwards."""
    own = {name: content for name, content in files.items() if name != "package.json"}
    note = package_of("letter", own, "邻县", by)
    return {**own, "letter.bpmn": change(own["letter.bpmn"]), "package.json": note}


def test_a_package_of_ones_own_comes_back(site: SmallSite) -> None:
    visitor = site.visitor(DESIGNER)
    assert "签名核对无误,来自“本县”" in brought(visitor, exported(visitor))


def test_another_countys_package_is_taken_once_its_key_is_trusted(site: SmallSite) -> None:
    visitor, chief = site.visitor(DESIGNER), site.visitor(CHIEF)
    files = exported(visitor)
    refused = brought(visitor, signed(files, OTHER))
    assert "它的公钥不在可信的县里" in refused
    assert OTHER.public.replace("+", "&#43;") in refused or OTHER.public in refused
    wrong = chief.post("/designer/trust", {"name": "邻县", "key": "abc"}, page="/designer")
    assert wrong.status_code == 422
    chief.post("/designer/trust", {"name": "邻县", "key": OTHER.public}, page="/designer")
    assert "来自“邻县”" in brought(visitor, signed(files, OTHER))
    chief.post("/designer/trust", {"key": OTHER.public, "drop": "1"}, page="/designer")
    assert "它的公钥不在可信的县里" in brought(visitor, signed(files, OTHER))


def test_what_was_changed_after_signing_is_refused(site: SmallSite) -> None:
    visitor = site.visitor(DESIGNER)
    changed = brought(
        visitor, signed(exported(visitor), OTHER, lambda xml: xml.replace("办理".encode(), "代办".encode()))
    )
    assert "文件与签名时不一致" in changed


def test_a_folder_without_a_signature_is_taken_with_a_warning(site: SmallSite) -> None:
    visitor = site.visitor(DESIGNER)
    files = {name: content for name, content in exported(visitor).items() if name != "package.json"}
    assert "没有签名" in brought(visitor, files)


def test_a_signature_holds_for_its_content_and_its_key_alone() -> None:
    signature = OTHER.sign(b"content")
    assert holds(b"content", signature, OTHER.public)
    assert not holds(b"contents", signature, OTHER.public)
    assert not holds(b"content", signature, Signer("somebody else").public)
    assert not holds(b"content", "no signature", OTHER.public)
