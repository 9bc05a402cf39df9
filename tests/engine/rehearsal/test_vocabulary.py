"""The words of scenarios and the acts of the engine belong together."""

from __future__ import annotations

import re
from pathlib import Path

import engine
from engine.rehearsal import verbs
from engine.rehearsal.scenario_words import EVENTS, VERBS
from engine.rehearsal.wording import _TOLD

RUNTIME = Path(engine.__file__).parent


def test_every_event_the_engine_records_can_be_expected_and_is_told_in_chinese() -> None:
    written = [path.read_text(encoding="utf-8") for path in RUNTIME.rglob("*.py")]
    recorded = {
        name
        for text in written
        for name in re.findall(r'\b(?:act|self)\.record\(\s*"([a-z]+(?:\.[a-z]+)?)"', text)
    }
    assert recorded
    assert recorded <= EVENTS
    assert _TOLD.keys() == EVENTS


def test_every_verb_can_be_done() -> None:
    assert VERBS.keys() == verbs._ACTS.keys()
