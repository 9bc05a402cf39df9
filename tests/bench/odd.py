"""How long a designer waits for a word about a file that is large, deep, faulty or another tool's."""

from __future__ import annotations

import time
from collections.abc import Iterator
from io import BytesIO

from tests.bench.figures import Figure, most
from tests.bench.timing import Spread
from tests.support.odd_files import Odd, odd_files
from tests.web.site_support import SmallSite, Visitor

DESIGNER = "sjj.sjy"


def opened(site: SmallSite, rounds: int) -> Iterator[Figure]:
    """Processor time of the server for each odd file: taken in, its page made and its problems said, or refused."""
    visitor = site.visitor(DESIGNER)
    for odd in odd_files():
        taken = Spread.of([_seconds(visitor, odd) for _ in range(max(1, rounds // 2))])
        said = "拒绝" if odd.refused else "打开、检查"
        yield most(f"{said}:{odd.name}", "", taken, 2, " s")


def _seconds(visitor: Visitor, odd: Odd) -> float:
    """Seconds until the last word about a file is said; what is said is looked at."""
    token = visitor.get("/designer")
    assert token.status_code == 200
    start = time.process_time()
    answer = visitor.post("/designer/import", {"file": (BytesIO(odd.xml), "图.bpmn")}, page="/designer")
    if odd.refused:
        assert odd.refused in answer.text, odd.name
        return time.process_time() - start
    assert answer.status_code == 302, answer.text
    page = visitor.get(answer.headers["Location"])
    found = visitor.get(f"{answer.headers['Location']}/problems").get_json()["problems"]
    taken = time.process_time() - start
    assert "BPMNShape" in page.text, odd.name
    assert not odd.rule or odd.rule in {each["rule"] for each in found}, odd.name
    return taken
