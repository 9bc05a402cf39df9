"""`banjie layout` and `banjie picture`: diagrams drawn in place, looked at, written as pictures."""

import json
from pathlib import Path

from lxml import etree

from tests.support.block_drawing import drawn
from tests.support.blocks import Block
from tests.support.drawing import faults
from tests.workers.cli.conftest import Banjie


def _plain(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / "a.bpmn"
    file.write_bytes(drawn(Block("xor", (Block("task"), Block("task"))), "p"))
    return file


def test_layout_draws_every_diagram_below_a_folder(banjie: Banjie, tmp_path: Path) -> None:
    file = _plain(tmp_path / "a")
    before = banjie("layout", "--check", str(tmp_path))
    assert before.exit_code == 1
    assert "没有画出" in before.output
    assert banjie("layout", str(tmp_path)).exit_code == 0
    assert faults(file.read_bytes()) == []
    after = banjie("layout", "--check", "--json", str(tmp_path))
    assert after.exit_code == 0
    assert json.loads(after.stdout) == [{"file": str(file), "undrawn": []}]


def test_layout_says_what_it_cannot_read(banjie: Banjie, tmp_path: Path) -> None:
    file = tmp_path / "a.bpmn"
    file.write_text("<!DOCTYPE x><x/>", encoding="utf-8")
    result = banjie("layout", str(file))
    assert result.exit_code == 1
    assert "DOCTYPE" in result.stderr
    assert file.read_text(encoding="utf-8") == "<!DOCTYPE x><x/>"


def test_picture_shows_every_name(banjie: Banjie, tmp_path: Path) -> None:
    out = tmp_path / "a.svg"
    file = _plain(tmp_path)
    assert banjie("picture", str(file), "-o", str(out)).exit_code == 0
    texts = "".join(etree.fromstring(out.read_bytes()).itertext())
    names = [
        e.get("name") for e in etree.parse(file).iter("{*}userTask", "{*}exclusiveGateway", "{*}startEvent")
    ]
    assert names
    assert all(name in texts for name in names)
