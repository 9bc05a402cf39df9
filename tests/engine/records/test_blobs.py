"""Files by digest: kept once, whole, and removed only when no row names them."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.records.blobs import Blobs, DamagedBlob, MissingBlob, digest_of
from engine.time import clock

ABC = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
HOUR = timedelta(hours=1)


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    """An empty store."""
    return Blobs(tmp_path / "files")


def test_a_file_lies_under_its_digest(blobs: Blobs, tmp_path: Path) -> None:
    assert blobs.put(b"abc") == ABC
    assert [path.name for path in (tmp_path / "files").iterdir()] == [ABC.removeprefix("sha256:")]
    assert blobs.get(ABC) == b"abc"


@given(st.binary(max_size=200))
def test_what_is_put_comes_back(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    blobs = Blobs(tmp_path_factory.getbasetemp() / "property")
    assert blobs.get(blobs.put(content)) == content


def test_many_at_once_leave_one_file(blobs: Blobs, tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: blobs.put(b"abc"), range(16))) == {ABC}
    assert len(list((tmp_path / "files").iterdir())) == 1


def test_a_missing_file_and_a_damaged_one_are_told_apart(blobs: Blobs) -> None:
    with pytest.raises(MissingBlob, match="备份"):
        blobs.get(ABC)
    blobs.put(b"abc")
    blobs.path(ABC).write_bytes(b"abd")
    with pytest.raises(DamagedBlob, match="备份"):
        blobs.get(ABC)


@pytest.mark.parametrize("digest", ["sha256:../../etc/passwd", "sha256:" + "0" * 63, "md5:" + "0" * 64, ""])
def test_only_a_digest_names_a_file(blobs: Blobs, digest: str) -> None:
    with pytest.raises(ValueError, match="not a digest"):
        blobs.path(digest)


def test_the_sweep_takes_what_is_old_and_unnamed(blobs: Blobs) -> None:
    now = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
    named, old, new = (blobs.put(content) for content in (b"named", b"old", b"new"))
    for digest, age in ((named, 2), (old, 2), (new, 0)):
        written = (now - age * HOUR).timestamp()
        os.utime(blobs.path(digest), (written, written))
    with clock.using(lambda: now):
        assert blobs.sweep({named}, HOUR) == [old]
    assert blobs.get(named) == b"named"
    assert blobs.get(new) == b"new"
    with pytest.raises(MissingBlob):
        blobs.get(digest_of(b"old"))
