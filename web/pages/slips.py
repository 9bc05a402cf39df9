"""今日应发: the slips that go out today or go for signature, and those that went."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from flask import Blueprint, render_template

from engine.queries.slips_today import DueSlip, How, sent_between, slips_by
from engine.time.clock import CIVIL
from web.access import require_room, visible_cases
from web.i18n import _
from web.site import reading, site, today
from web.viewer import viewer

blueprint = Blueprint("slips", __name__, url_prefix="/supervision/today")


@dataclass(frozen=True, slots=True)
class Group:
    """Slips that go the same way, under a heading with a word of explanation."""

    how: How
    title: str
    note: str
    slips: list[DueSlip]


@blueprint.get("")
def page() -> str:
    """What is due today, and what went out today."""
    require_room("slips")
    connection, visible = reading(), visible_cases(viewer())
    midnight = datetime.combine(today(), time(), CIVIL)
    tomorrow = midnight + timedelta(days=1)
    slips = slips_by(site().engine, connection, visible, tomorrow - timedelta(microseconds=1))
    return render_template(
        "slips_today.html",
        groups=_grouped(slips),
        sent=sent_between(connection, visible, midnight, tomorrow),
        rules=site().rules.all(sorted({rule for slip in slips for rule in slip.rules})),
        own_units=viewer().units,
    )


def _grouped(slips: list[DueSlip]) -> list[Group]:
    groups: tuple[tuple[How, str, str], ...] = (
        ("trouble", _("届时会出故障"), _("请先联系系统管理员处理。")),
        ("to_sign", _("今日送签"), _("到点仍无反馈、也没有记录正当理由的,拟单自动送签。")),
        ("by_itself", _("今日自动发出"), _("到点仍无反馈的,系统自动编号发出。")),
        ("signing", _("正在等签发"), _("签字之日即发单之日;不签的作废。")),
        ("held", _("今日判定、不发单"), _("已反馈待核验的暂不发单,核验退回后再判。")),
    )
    found = [
        Group(how, title, note, [slip for slip in slips if slip.how == how]) for how, title, note in groups
    ]
    return [group for group in found if group.slips]
