"""Every carried rule is missed: its scenario passes, and does not once the rule's elements are disabled (docs/rules.md)."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.rehearsal.proof import Prover
from engine.rulebook import Rule, read_rule_book

PROCESSES = Path(__file__).parents[2] / "processes"
RULES = list(read_rule_book(PROCESSES / "rules.yaml"))
CARRIED = [rule for rule in RULES if rule.is_carried]


@pytest.fixture(scope="module")
def prover() -> Prover:
    """Plays each scenario and compiles each process once."""
    return Prover(PROCESSES)


@pytest.mark.parametrize("rule", CARRIED, ids=lambda rule: rule.id)
def test_a_carried_rule_is_missed_when_it_is_disabled(prover: Prover, rule: Rule) -> None:
    proof = prover.prove(rule.id, rule.scenario)
    assert proof.holds, f"{rule.id} {rule.scenario}:{proof.trouble}"


def test_only_a_carried_rule_has_a_scenario() -> None:
    assert [rule.id for rule in RULES if rule.scenario and not rule.is_carried] == []
