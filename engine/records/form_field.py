"""One field of a form as the server needs it, and in which order fields must be read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from graphlib import TopologicalSorter
from re import Pattern

from engine.expressions import Expression

TEXTS = frozenset({"textfield", "textarea"})
ONE_OF = frozenset({"radio", "select"})
SOME_OF = frozenset({"checklist", "taglist"})
CHOICES = ONE_OF | SOME_OF
INPUTS = TEXTS | CHOICES | {"number", "checkbox", "datetime", "filepicker"}
DISPLAYS = frozenset(
    {"text", "html", "image", "spacer", "separator", "button", "iframe", "table", "documentPreview"}
)
"""Component types of form-js 1.23 that show something and submit nothing."""

TEXT_LENGTH = 20_000
"""Characters of a text unless the field's maxLength says otherwise."""

LIST_LENGTH = 500
"""Rows of a list, chosen options and files of a field."""

Choice = str | int | Decimal | bool
Bound = int | Decimal | Expression


@dataclass(frozen=True, slots=True)
class Options:
    """Where a choice's options come from: written in the form, found under a key of the data, or worked out."""

    static: tuple[Choice, ...] = ()
    key: tuple[str, ...] = ()
    expression: Expression | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A field that carries a value. `kind` is form-js's component type, `hides` its own and its groups' conditions.

    `bounds` holds min, max, minLength, maxLength, notBefore, notAfter by name. `fixed` (readonly, disabled)
    means the stored value stands. `rows` are the fields of one row of a dynamiclist. `rule` is the rule that a
    refusal of this field's value names. `must` has to hold of a value that is given, `otherwise` says what is
    wrong where it does not. `identity`: an ID card's number or a unified social credit code. `personal` values are kept encrypted; `visible` names the units and
    posts (`unit/post`) that may see one, nobody named: whoever sees the case (docs/privacy.md).
    """

    key: str
    kind: str
    label: str
    hides: tuple[Expression, ...] = ()
    fixed: bool | Expression = False
    required: bool = False
    bounds: dict[str, Bound] = field(default_factory=dict)
    pattern: Pattern[str] | None = None
    pattern_message: str = ""
    validation_type: str = ""
    decimal_digits: int | None = None
    increment: int | Decimal | None = None
    subtype: str = "date"
    no_past: bool = False
    options: Options | None = None
    unit: bool = False
    identity: bool = False
    multiple: bool | Expression = False
    accept: tuple[str, ...] = ()
    expression: Expression | None = None
    rows: tuple["Field", ...] = ()
    row_order: tuple["Field", ...] = ()
    least_rows: int = 0
    most_rows: int = LIST_LENGTH
    rows_may_change: bool = True
    default_rows: int = 1
    rule: str = ""
    must: Expression | None = None
    otherwise: str | Expression = ""
    personal: bool = False
    visible: tuple[str, ...] = ()

    @property
    def is_personal(self) -> bool:
        """Whether the value is personal data: declared so, or a list of rows that hold some."""
        return self.personal or any(row.personal for row in self.rows)

    @property
    def seen_by(self) -> frozenset[str]:
        """Who may see the value, its rows' declarations included; empty: whoever sees the case."""
        return frozenset(self.visible).union(*(row.visible for row in self.rows))

    def expressions(self) -> Iterator[Expression]:
        """Every expression of the field and of its rows."""
        yield from self.deciding()
        yield from (bound for bound in self.bounds.values() if isinstance(bound, Expression))
        for each in (self.multiple, self.must, self.otherwise):
            if isinstance(each, Expression):
                yield each
        if self.options and self.options.expression:
            yield self.options.expression
        for inner in self.rows:
            yield from inner.expressions()

    def deciding(self) -> Iterator[Expression]:
        """The expressions that decide whether the field has a value, and which."""
        yield from self.hides
        if isinstance(self.fixed, Expression):
            yield self.fixed
        if self.expression:
            yield self.expression


def reading_order(fields: Sequence[Field], in_row: bool = False) -> tuple[Field, ...]:
    """The fields so that each comes after those its value depends on.

    Raises graphlib.CycleError, its second argument the keys in a circle.
    """
    by_key = {each.key: each for each in fields}
    graph = {each.key: [key for key in _needs(each, in_row) if key in by_key] for each in fields}
    return tuple(by_key[key] for key in TopologicalSorter(graph).static_order())


def _needs(each: Field, in_row: bool) -> Iterable[str]:
    own = _names(each.deciding(), "this", bare=not in_row)
    return sorted(own | {name for row in each.rows for name in _names(row.deciding(), "parent", bare=True)})


def _names(expressions: Iterable[Expression], root: str, bare: bool) -> set[str]:
    names: set[str] = set()
    for expression in expressions:
        names |= {path[1] for path in expression.paths if path[0] == root}
        if bare:
            names |= expression.names | expression.filter_names
    return names
