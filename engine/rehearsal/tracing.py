"""The law is visible: each rule with its words, what carries it out, the scenario that proves it, and the last result."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

import orjson

from engine.rehearsal.proof import Carrier, Proof, Prover
from engine.rulebook import Rule, read_rule_book
from engine.time import clock

RULES = "rules.yaml"


@dataclass(frozen=True, slots=True)
class Line:
    """One rule. `proof` is what its scenario said last, at `proved_at`; None where it has not been asked."""

    rule: Rule
    carriers: tuple[Carrier, ...]
    proof: Proof | None = None
    proved_at: datetime | None = None


class Trace:
    """The rules of a folder of processes. `file` keeps what the last proofs said, where one is given."""

    def __init__(self, processes: Path, file: Path | None = None) -> None:
        self._prover = Prover(processes)
        self._book = read_rule_book(processes / RULES)
        self._file = file

    def lines(self, rules: Iterable[str] = (), status: str = "", process: str = "") -> list[Line]:
        """The rules of these ids (all where none is named), of a status, carried in a process; with what is kept."""
        wanted, kept = set(rules), self._kept()
        found = [
            Line(rule, tuple(self._prover.of_rule(rule.id)), *kept.get(rule.id, (None, None)))
            for rule in self._book
            if (not wanted or rule.id in wanted) and rule.status.startswith(status)
        ]
        return [line for line in found if not process or any(c.process == process for c in line.carriers)]

    def proved(self, lines: Iterable[Line]) -> list[Line]:
        """The lines with the proof of each carried rule made now, and kept."""
        done = [replace(line, proof=self.prove(line.rule), proved_at=clock.now()) for line in lines]
        self._keep(done)
        return done

    def prove(self, rule: Rule) -> Proof | None:
        """What the scenario of a carried rule says; None for any other rule."""
        return self._prover.prove(rule.id, rule.scenario) if rule.is_carried else None

    def proposals(self, rule: str, most: int) -> list[Proof]:
        """The first so many scenarios that notice when a rule is missing; where none does, what all of them said."""
        said: list[Proof] = []
        for proof in self._prover.proposals(rule):
            said.append(proof)
            if sum(each.holds for each in said) == most:
                break
        return [each for each in said if each.holds] or said

    def _kept(self) -> dict[str, tuple[Proof, datetime]]:
        if self._file is None or not self._file.is_file():
            return {}
        kept = orjson.loads(self._file.read_bytes())
        return {
            rule: (Proof(**each["proof"]), datetime.fromisoformat(each["at"])) for rule, each in kept.items()
        }

    def _keep(self, lines: Iterable[Line]) -> None:
        if self._file is None:
            return
        kept = {
            **self._kept(),
            **{line.rule.id: (line.proof, line.proved_at) for line in lines if line.proof and line.proved_at},
        }
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_bytes(
            orjson.dumps(
                {rule: {"proof": asdict(proof), "at": at.isoformat()} for rule, (proof, at) in kept.items()}
            )
        )
