"""Logs: one JSON line an event with the case's number, act and actor; the libraries' logs take the same way."""

from __future__ import annotations

import json
import logging as standard
from collections.abc import Iterator
from typing import Literal

import pytest
import structlog

from engine import logging


@pytest.fixture(autouse=True)
def _put_back() -> Iterator[None]:
    root = standard.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def test_a_line_carries_case_act_and_actor(capsys: pytest.CaptureFixture[str]) -> None:
    logging.configure("json")
    log = structlog.get_logger("engine.test")
    with logging.about(case="督办事项〔2026〕3号", act="complete", actor="dcs.zr"):
        log.info("act.done", fired=2)
    log.info("outside")
    written = capsys.readouterr()
    assert written.out == ""
    inside, outside = map(json.loads, written.err.splitlines())
    assert inside["event"] == "act.done"
    assert (inside["case"], inside["act"], inside["actor"]) == ("督办事项〔2026〕3号", "complete", "dcs.zr")
    assert (inside["fired"], inside["level"], inside["logger"]) == (2, "info", "engine.test")
    assert "督办事项〔2026〕3号" in written.err
    assert "case" not in outside


def test_a_librarys_line_is_one_too(capsys: pytest.CaptureFixture[str]) -> None:
    logging.configure("json")
    standard.getLogger("waitress").warning("Serving on %s", "127.0.0.1")
    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["level"], line["logger"]) == ("Serving on 127.0.0.1", "warning", "waitress")


def test_a_failure_is_told_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    logging.configure("json")
    try:
        raise ValueError("broken")
    except ValueError:
        structlog.get_logger().exception("act.failed")
    (failure,) = json.loads(capsys.readouterr().err)["exception"]
    assert (failure["exc_type"], failure["exc_value"]) == ("ValueError", "broken")
    assert failure["frames"][-1]["name"] == "test_a_failure_is_told_with_its_place"


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_failure_never_tells_what_was_being_worked_on(
    form: Literal["json", "console"], capsys: pytest.CaptureFixture[str]
) -> None:
    logging.configure(form)
    applicant = "身份证" + "110101" * 3
    try:
        raise ValueError(f"broken after {len(applicant)} characters")
    except ValueError:
        structlog.get_logger().exception("act.failed")
    told = capsys.readouterr().err
    assert "broken after 21 characters" in told
    assert "test_a_failure_never_tells_what_was_being_worked_on" in told
    assert applicant not in told


def test_set_up_again_nothing_is_said_twice(capsys: pytest.CaptureFixture[str]) -> None:
    forms: tuple[Literal["json", "console"], ...] = ("json", "console", "console")
    for form in forms:
        logging.configure(form)
    structlog.get_logger().info("once")
    assert capsys.readouterr().err.count("once") == 1


def test_below_the_level_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    logging.configure("console", "WARNING")
    structlog.get_logger().info("quiet")
    standard.getLogger("celery.beat").warning("loud")
    assert "quiet" not in capsys.readouterr().err
