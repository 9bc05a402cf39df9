"""Figures on many diagrams at once: how many the gate refuses and by which rules (docs/bpmn-support.md)."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.definitions import gate


@dataclass
class Measured:
    """What came of judging files: names of the accepted, rules of the refused, the slowest in seconds."""

    judged: int = 0
    accepted: list[str] = field(default_factory=list)
    by_rule: Counter[str] = field(default_factory=Counter)
    """How many files each rule refuses; a file that breaks several counts for each."""
    slowest: tuple[float, str] = (0.0, "")

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "judged": self.judged,
            "refused": self.judged - len(self.accepted),
            "by_rule": dict(self.by_rule.most_common()),
            "accepted": self.accepted,
            "slowest": {"seconds": round(self.slowest[0], 3), "file": self.slowest[1]},
        }

    def lines(self) -> Iterator[str]:
        """The same for people."""
        yield f"{self.judged} 张图,拒绝 {self.judged - len(self.accepted)} 张,接受 {len(self.accepted)} 张"
        yield from (f"  {count:5} {rule}" for rule, count in self.by_rule.most_common())
        if self.accepted:
            yield "接受的:"
            yield from (f"  {name}" for name in self.accepted)
        yield f"最慢的用了 {self.slowest[0]:.2f} 秒:{self.slowest[1]}"


def measured(folders: Iterable[Path]) -> Measured:
    """Judge every .bpmn file in these folders by itself."""
    found = Measured()
    for folder in folders:
        for file in sorted(folder.rglob("*.bpmn")) if folder.is_dir() else [folder]:
            name = file.relative_to(folder).as_posix() if folder.is_dir() else file.name
            begun = time.perf_counter()
            problems = gate.check_file(file)
            found.slowest = max(found.slowest, (time.perf_counter() - begun, name))
            found.judged += 1
            if not gate.refused(problems):
                found.accepted.append(name)
            found.by_rule.update({problem.rule for problem in problems if problem.severity == "error"})
    return found
