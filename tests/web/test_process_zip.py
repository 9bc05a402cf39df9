"""Unpacking a process folder: nothing outside it, nothing too large, no links."""

from __future__ import annotations

import stat
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from web import process_zip
from web.process_zip import ZipRefused, unpacked


def _zip(files: dict[str, bytes], compression: int = ZIP_DEFLATED) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _names(content: bytes, name: str, beside: Path) -> tuple[str, list[str]]:
    with unpacked(content, name, beside) as folder:
        found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        return folder.name, found


def test_one_folder_gives_the_process_its_name(tmp_path: Path) -> None:
    content = _zip(
        {"demo/demo.bpmn": b"x", "demo/forms/a.json": b"{}", "demo/.DS_Store": b"", "__MACOSX/demo/x": b""}
    )
    assert _names(content, "上传.zip", tmp_path) == ("demo", ["demo.bpmn", "forms/a.json"])


def test_files_without_a_folder_take_the_name_of_the_archive(tmp_path: Path) -> None:
    assert _names(_zip({"demo.bpmn": b"x", "forms/a.json": b"{}"}), "demo.zip", tmp_path)[0] == "demo"


def test_the_county_s_other_files_stand_beside_it(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("rules: []", encoding="utf-8")
    (tmp_path / "demo").mkdir()
    with unpacked(_zip({"demo/demo.bpmn": b"new"}), "demo.zip", tmp_path) as folder:
        assert (folder.parent / "rules.yaml").read_text(encoding="utf-8") == "rules: []"
        assert (folder / "demo.bpmn").read_bytes() == b"new"
    assert not folder.exists()
    assert list((tmp_path / "demo").iterdir()) == []


@pytest.mark.parametrize(
    "name", ["../outside.txt", "demo/../../outside.txt", "/etc/passwd", "C:/x.txt", "..\\x.txt"]
)
def test_nothing_leaves_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ZipRefused, match="普通文件"), unpacked(_zip({name: b"x"}), "demo.zip", tmp_path):
        pass


def test_links_are_refused(tmp_path: Path) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        link = ZipInfo("demo/link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(ZipRefused, match="普通文件"), unpacked(packed.getvalue(), "demo.zip", tmp_path):
        pass


def test_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_zip, "LARGEST_FILE", 1000)
    monkeypatch.setattr(process_zip, "LARGEST_WHOLE", 5000)
    monkeypatch.setattr(process_zip, "MOST_FILES", 10)
    refused = (
        ({"demo/bomb": b"0" * 2000}, "超过"),
        ({f"demo/{n}": b"0" * 900 for n in range(9)}, "解开后"),
        ({f"demo/{n}": b"" for n in range(11)}, "文件超过"),
        ({}, "是空的"),
        ({"Demo 1/x.bpmn": b""}, "小写字母"),
    )
    for files, said in refused:
        with pytest.raises(ZipRefused, match=said), unpacked(_zip(files), "demo.zip", tmp_path):
            pass


def test_a_broken_archive_is_refused(tmp_path: Path) -> None:
    whole = _zip({"demo/demo.bpmn": b"x" * 5000}, 0)
    for content in (b"", b"PK", whole[:-40], whole.replace(b"x" * 100, b"y" * 100, 1)):
        with pytest.raises(ZipRefused), unpacked(content, "demo.zip", tmp_path):
            pass
