"""What an act sees of the county: its people, calendar, office hours, numbers and matters, as of one generation."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from engine.definitions.house_numbers import HOUSE_NUMBERS
from engine.matters.catalogue import Catalogue
from engine.people.directory import Directory
from engine.policy import CountyPolicy, PolicyValue
from engine.refusals import StuckError
from engine.runtime.program import Program
from engine.time.calendar import WorkingCalendar
from engine.time.office_hours import OfficeHours
from engine.words import words


@dataclass(frozen=True, slots=True)
class World:
    """One consistent view of the county, shared by the acts of a process until the generation changes."""

    generation: int
    directory: Directory
    calendar: WorkingCalendar
    hours: OfficeHours
    policy: CountyPolicy
    catalogue: Catalogue = field(default_factory=Catalogue)

    def policy_value(self, program: Program, name: str, on: date) -> PolicyValue:
        """The number `name` on a day: the county's, else the process's default. Raises StuckError."""
        value = self.policy.get(name, on)
        if value is not None:
            return value
        if name not in program.policy:
            raise StuckError(words("政策参数“%(name)s”没有登记;请在该流程的 policy.yaml 中补上", name=name))
        return program.policy[name]

    def house_value(self, name: str, on: date) -> PolicyValue:
        """One of the numbers the engine itself goes by on a day: the county's, else the product default."""
        declared = HOUSE_NUMBERS[name]
        return self.policy.get(name, on) or PolicyValue(declared.default, declared.basis)

    def in_charge(self, unit: str, on: date) -> str | None:
        """The name of the post of the leader in charge of a unit on a day."""
        found = self.directory.find_unit(unit)
        post = found and self.directory.in_charge_of(found.id, on)
        return post.name if post else None

    def holds(self, login: str, post: str, unit: str | None, on: date) -> bool:
        """Whether an account holds a post on a day, in one unit or in any; deputies count."""
        person = self.directory.find_person(login)
        held = self.directory.posts_of(person.id, on) if person is not None else frozenset()
        found = self.directory.find_unit(unit) if unit is not None else None
        return any(
            self.directory.posts[each].name == post
            and (unit is None or (found is not None and self.directory.posts[each].unit_id == found.id))
            for each in held
        )

    def units_of(self, kinds: Iterable[object], on: date) -> list[str]:
        """Short names of the units of some kinds on a day, in the order of the directory; of no kind named: all."""
        wanted = {str(kind) for kind in kinds}
        return [
            unit.short_name
            for unit in self.directory.units.values()
            if (not wanted or unit.kind in wanted)
            and unit.valid_from <= on
            and (unit.valid_to is None or on <= unit.valid_to)
        ]
