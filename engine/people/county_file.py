"""Reading and checking `county.yaml`; every problem is named with its line, and nothing is taken if one is left."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from pydantic import ValidationError

from engine.people.county import Account, Charge, County, Deputyship, PostHolding, names_of
from engine.people.county_shape import CountyShape, PostShape, UnitShape, in_chinese, step_in_words
from engine.people.directory import Post, Unit
from engine.people.oversight import PRINCIPAL
from engine.strict_yaml import StrictYamlError, line_of, load
from engine.time.office_hours import OfficeHours, OfficeHoursError
from engine.words import side_by_side, words

_ORDINALS = "甲乙丙丁戊己庚辛壬癸"


class CountyFileError(ValueError):
    """The file cannot be taken; `problems` says, line by line and in Chinese, what to mend."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def read_county(text: str) -> County:
    """The county a `county.yaml` describes. Raises CountyFileError with all problems found."""
    try:
        content = load(text)
        shape = CountyShape.model_validate(content)
    except StrictYamlError as error:
        raise CountyFileError([str(error)]) from error
    except ValidationError as error:
        raise CountyFileError(_shape_problems(content, error)) from error
    return _Reader(shape, content).county()


def _shape_problems(content: Any, error: ValidationError) -> Iterator[str]:
    for item in error.errors():
        path = tuple(step for step in item["loc"] if step != "[key]")
        where = side_by_side((step_in_words(step) for step in path), " › ")
        message = in_chinese(item["type"], item.get("ctx", {}))
        yield words(
            "第 %(line)s 行 %(where)s:%(said)s",
            line=line_of(content, path) or 1,
            where=where or words("文件"),
            said=message,
        )


class _Reader:
    """One reading: spells the shape out and collects what does not fit together."""

    def __init__(self, shape: CountyShape, content: Any) -> None:
        self._shape = shape
        self._content = content
        self._problems: list[str] = []
        self._units = {unit.code: self._unit(unit) for unit in shape.units}
        self._posts: dict[str, Post] = {}
        self._people: dict[str, Account] = {}
        self._holdings: list[PostHolding] = []

    def county(self) -> County:
        """Everything spelt out. Raises CountyFileError."""
        self._check_units()
        for index, unit in enumerate(self._shape.units):
            self._staff(unit, ("units", index))
        charges = tuple(self._charges())
        deputies = tuple(self._deputies())
        self._check_office_hours()
        if self._problems:
            raise CountyFileError(self._problems)
        return County(
            self._shape.county.name,
            self._shape.county.site,
            tuple(self._units.values()),
            tuple(self._posts.values()),
            tuple(self._people.values()),
            tuple(self._holdings),
            charges,
            deputies,
            self._shape.office_hours,
        )

    def _unit(self, shape: UnitShape) -> Unit:
        first = shape.valid_from or self._shape.valid_from
        return Unit(
            shape.code, shape.name, shape.short, shape.kind, tuple(shape.aliases), first, shape.valid_to
        )

    def _problem(self, path: tuple[int | str, ...], message: str) -> None:
        self._problems.append(
            words("第 %(line)s 行:%(said)s", line=line_of(self._content, path) or 1, said=message)
        )

    def _check_period(self, path: tuple[int | str, ...], first: date, last: date | None) -> None:
        if last is not None and last < first:
            self._problem(path, words("止日 %(last)s 早于起日 %(first)s,请改正", last=last, first=first))

    def _check_units(self) -> None:
        owner: dict[str, str] = {}
        for index, shape in enumerate(self._shape.units):
            path = ("units", index)
            unit = self._unit(shape)
            for name in names_of(unit):
                if name in owner:
                    self._problem(
                        path,
                        words(
                            "%(unit)s的名称“%(name)s”已由%(other)s使用,名称、简称、曾用名不得重复",
                            unit=unit.name,
                            name=name,
                            other=owner[name],
                        ),
                    )
                owner.setdefault(name, unit.name)
            if shape.kind not in self._shape.unit_kinds:
                self._problem(
                    path,
                    words(
                        "%(unit)s的类别“%(kind)s”不在 unit_kinds 中,请先登记该类别或改用已有类别",
                        unit=unit.name,
                        kind=shape.kind,
                    ),
                )
            self._check_period(path, unit.valid_from, unit.valid_to)

    def _staff(self, unit: UnitShape, path: tuple[int | str, ...]) -> None:
        kind = self._shape.unit_kinds.get(unit.kind)
        posts = {**(kind.posts if kind else {}), **unit.posts}
        if PRINCIPAL not in posts:
            self._problem(
                path,
                words(
                    "%(unit)s没有“%(post)s”岗位,督办单无人接收,请在 posts 中补上",
                    unit=unit.name,
                    post=PRINCIPAL,
                ),
            )
        logins: dict[str, list[str]] = {}
        for name, post in posts.items():
            if (post.login is None) is (post.held_by is None):
                self._problem(
                    path,
                    words(
                        "%(unit)s的岗位“%(post)s”须写 login 或 held_by,且只写一个",
                        unit=unit.name,
                        post=name,
                    ),
                )
            elif post.login is not None:
                logins[name] = self._open_accounts(unit, name, post, path)
        for name, post in posts.items():
            if post.held_by is not None:
                held = logins.get(post.held_by, [])
                if len(held) < post.holders:
                    self._problem(
                        path,
                        words(
                            "%(unit)s的岗位“%(post)s”由“%(other)s”兼任,但后者不是本单位有账号的岗位,"
                            "或人数不足 %(n)s 人",
                            unit=unit.name,
                            post=name,
                            other=post.held_by,
                            n=post.holders,
                        ),
                    )
                logins[name] = held[: post.holders]
            self._hold(unit, name, logins.get(name, []))

    def _open_accounts(
        self, unit: UnitShape, post: str, shape: PostShape, path: tuple[int | str, ...]
    ) -> list[str]:
        title = shape.display or f"{unit.short}{post}"
        logins = []
        for number in range(shape.holders):
            several = shape.holders > 1
            login = f"{unit.code}.{shape.login}{number + 1 if several else ''}"
            if login in self._people:
                self._problem(
                    path,
                    words(
                        "%(unit)s的账号“%(login)s”重复,请改岗位“%(post)s”的 login",
                        unit=unit.name,
                        login=login,
                        post=post,
                    ),
                )
            self._people.setdefault(login, Account(login, title + (_ORDINALS[number] if several else "")))
            logins.append(login)
        return logins

    def _hold(self, shape: UnitShape, name: str, logins: list[str]) -> None:
        unit = self._units[shape.code]
        post = Post(f"{unit.id}/{name}", unit.id, name, unit.valid_from, unit.valid_to)
        self._posts[post.id] = post
        self._holdings += [PostHolding(login, post.id, post.valid_from, post.valid_to) for login in logins]

    def _known_post(self, path: tuple[int | str, ...], post_id: str) -> bool:
        if post_id not in self._posts:
            self._problem(
                path, words("没有岗位“%(post)s”,应写作“单位代号/岗位名称”,如 xzf/县长", post=post_id)
            )
        return post_id in self._posts

    def _charges(self) -> Iterator[Charge]:
        taken: dict[str, list[Charge]] = defaultdict(list)
        for index, shape in enumerate(self._shape.charges):
            path = ("charges", index)
            first = shape.valid_from or self._shape.valid_from
            self._check_period(path, first, shape.valid_to)
            if not self._known_post(path, shape.leader):
                continue
            for code in shape.units:
                if code not in self._units:
                    self._problem(
                        path,
                        words(
                            "“%(leader)s”分管的单位“%(code)s”不在单位名录中,请核对代号",
                            leader=shape.leader,
                            code=code,
                        ),
                    )
                    continue
                charge = Charge(shape.leader, code, first, shape.valid_to)
                if any(_overlap(charge, other) for other in taken[code]):
                    name = self._units[code].name
                    self._problem(path, words("%(unit)s同一时间由两位领导分管,请只留一位", unit=name))
                taken[code].append(charge)
                yield charge

    def _deputies(self) -> Iterator[Deputyship]:
        for index, shape in enumerate(self._shape.deputies):
            path = ("deputies", index)
            self._check_period(path, shape.valid_from, shape.valid_to)
            if not self._known_post(path, shape.post):
                continue
            if shape.deputy not in self._people:
                self._problem(path, words("代理人账号“%(login)s”不存在,请核对", login=shape.deputy))
                continue
            processes = None if shape.processes is None else tuple(shape.processes)
            yield Deputyship(shape.deputy, shape.post, processes, shape.valid_from, shape.valid_to)

    def _check_office_hours(self) -> None:
        try:
            OfficeHours.from_config(self._shape.office_hours)
        except OfficeHoursError as error:
            self._problem(("office_hours", 0), str(error))


def _overlap(one: Charge, other: Charge) -> bool:
    return one.valid_from <= (other.valid_to or date.max) and other.valid_from <= (one.valid_to or date.max)
