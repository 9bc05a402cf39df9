"""An office verb in two steps: what it asks, then what it would bring, then it is done."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.queries.case import Case
from engine.refusals import Refused
from engine.trial import Outcome, Trial
from web.act_choices import Choice
from web.case_acts import BETWEEN
from web.errors import STATUS_OF
from web.i18n import _, listed
from web.office_acts import OfficeAct, Question
from web.outcome import consequences
from web.site import act, reading, site
from web.viewer import viewer

LONGEST: Final = 1000
"""Characters of what one writes."""
_FREE: Final = ("reason", "text")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what may be chosen and what was said."""

    question: Question
    choices: list[Choice]
    said: str
    problem: str

    @property
    def chosen(self) -> frozenset[str]:
        """What was chosen, where several may be."""
        return frozenset(self.said.split(BETWEEN))


@dataclass(frozen=True, slots=True)
class Steps:
    """A verb on `key`, a task or a case: `subject` is what the pages call it, `here` their address, `back` whence one came.

    `choices` are what may be chosen for a question. What is no longer `offered` the engine refuses in its own words.
    """

    act: OfficeAct
    case: Case
    key: UUID
    subject: str
    here: str
    back: str
    choices: Callable[[Question], list[Choice]]
    offered: bool = True

    def begin(self) -> str:
        """What the verb asks; where it asks nothing, at once what it would bring."""
        return self._ask({}) if self.act.questions else self._foresee({})[0]

    def decide(self) -> Response | tuple[str, int]:
        """Show what the verb would bring, or, once that has been confirmed, do it."""
        said = {each.name: _read(each) for each in self.act.questions}
        missing = {
            each.name: _missing(each) for each in self.act.questions if each.required and not said[each.name]
        }
        if missing:
            return self._ask(said, problems=missing), 422
        if "confirmed" not in request.form:
            return self._foresee(said)
        actor = viewer().actor
        try:
            done = act(lambda engine: self.act.do(engine, self.key, actor, said))
        except Refused as refusal:
            return self._ask(said, refusal), STATUS_OF[refusal.kind]
        words = {"act": self.act.name, "task": self.subject, "number": done.number}
        flash(_("%(act)s:“%(task)s”(%(number)s)。", **words), "done")
        return redirect(url_for("cases.page", case_id=done.instance_id))

    def _ask(
        self, said: dict[str, str], refusal: Refused | None = None, problems: dict[str, str] | None = None
    ) -> str:
        problems = problems or (dict(refusal.problems) if refusal else {})
        asked = [
            Asked(each, self.choices(each), said.get(each.name, ""), str(problems.get(each.name, "")))
            for each in self.act.questions
        ]
        rule = site().rules.find(refusal.rule) if refusal else None
        return render_template("act.html", steps=self, asked=asked, refusal=refusal, refusal_rule=rule)

    def _foresee(self, said: dict[str, str]) -> tuple[str, int]:
        """The page that says what would come of it and asks to confirm; where it is refused, why."""
        try:
            outcome = self._tried(said)
        except Refused as refusal:
            return self._ask(said, refusal), STATUS_OF[refusal.kind]
        spoken = [(each.label, self._spoken(each, said)) for each in self.act.questions if said[each.name]]
        told = consequences(outcome)
        return render_template("act_confirm.html", steps=self, said=said, spoken=spoken, told=told), 200

    def _spoken(self, question: Question, said: dict[str, str]) -> str:
        if question.kind in _FREE:
            return said[question.name]
        labels = {choice.value: choice.label for choice in self.choices(question)}
        return listed(labels.get(each, each) for each in said[question.name].split(BETWEEN))

    def _tried(self, said: dict[str, str]) -> Outcome:
        trial = Trial(site().engine, reading())
        self.act.do(trial, self.key, viewer().actor, said)
        return trial.outcome


def once_offered(acts: Iterable[OfficeAct], verb: str) -> OfficeAct | None:
    """The verb that a page sends which was opened while it was still offered; what became of it says the engine."""
    return next((each for each in acts if each.verb == verb), None) if request.method == "POST" else None


def _read(question: Question) -> str:
    if question.kind in _FREE:
        return request.form.get(question.name, "").strip()[:LONGEST]
    return BETWEEN.join(filter(None, request.form.getlist(question.name)))


def _missing(question: Question) -> str:
    if question.kind in _FREE:
        return _("请填写“%(what)s”", what=question.label)
    return _("请选择“%(what)s”", what=question.label)
