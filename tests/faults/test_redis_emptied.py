"""Redis forgets everything while workers run: a wake-up is lost, never a timer or a paper."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from sqlalchemy import select

from engine import tables
from tests.support.invariants import check_numbers
from tests.support.office import office
from tests.workers.conftest import TEMPLATE, RunningSite, supervised


@pytest.fixture
def county(postgres_url: str, redis_url: str, tmp_path: Path) -> Iterator[RunningSite]:
    """A site on PostgreSQL with Redis."""
    environment = {
        "BANJIE_DATA": str(tmp_path),
        "BANJIE_DATABASE_URL": postgres_url,
        "BANJIE_BROKER_URL": redis_url,
    }
    with office(postgres_url, tmp_path) as made:
        made.publish(supervised(), files={"documents/blue.docx": TEMPLATE.read_bytes()})
        yield RunningSite(made, environment, tmp_path)


def test_redis_emptied_again_and_again(county: RunningSite) -> None:
    deadline = time.monotonic() + 90
    with county.workers(), redis.Redis.from_url(county.environment["BANJIE_BROKER_URL"]) as broker:
        county.start(10)
        while len(papers := _rendered(county)) < 10:
            assert time.monotonic() < deadline, (county.logs / "worker.log").read_text()[-3000:]
            broker.flushall()
            time.sleep(0.3)
    assert {paper["number"] for paper in papers} == {f"督办〔2020〕{n}号" for n in range(1, 11)}
    check_numbers(county.office.engine)


def _rendered(county: RunningSite) -> list[dict[str, Any]]:
    return county.office.rows(select(tables.document).where(tables.document.c.file_digest.is_not(None)))
