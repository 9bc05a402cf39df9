"""Administration: numbers, calendar, incidents, versions, deputies."""

from __future__ import annotations

import re
from io import BytesIO

from sqlalchemy import select

from engine import tables
from engine.database import new_key
from engine.people.actor import SYSTEM
from engine.time import clock
from tests.web.errand_zip import changed_diagram, zipped
from tests.web.items import papers, received_item, stopped
from tests.web.site_support import NOW, ROOT, SmallSite

YELLOW = "/policy/supervision.yellow.after"
CHANGE = {
    "value": "4",
    "unit": "wd",
    "valid_from": "2026-03-16",
    "basis": "安政办〔2026〕9号",
    "reason": "按工作日计",
}
NOTICE = {"notice": "关于2026年清明节调整放假的通知", "number": "", "issued": "2026-03-16", "year": ""}


def test_numbers_stand_with_basis_and_in_words(site: SmallSite) -> None:
    text = site.visitor("dcs.dcy1").get("/policy").text
    assert "规定完成时限届满后多久发黄色督办单" in text
    assert "5 个自然日" in text
    assert "SD-05" in text
    assert "有不同读法" in text


def test_choices_are_said_by_what_they_mean(site: SmallSite) -> None:
    visitor = site.visitor("dcs.zr")
    text = visitor.get("/policy").text
    assert "到期下班自动发" in text
    assert "confirm_then_auto" not in text
    assert (
        '<option value="confirm">督查室确认后发</option>'
        in visitor.get("/policy/supervision.blue.issue").text
    )


def test_a_changed_number_holds_for_what_comes_after(site: SmallSite) -> None:
    visitor = site.visitor("dcs.zr")
    assert visitor.post(YELLOW, CHANGE).status_code == 302
    shown = visitor.get(YELLOW).text
    assert "4 个工作日" in shown
    assert "按工作日计" in shown
    received_item(site)
    site.move_to(NOW.replace(hour=17, minute=31))
    assert "再不办:3月20日 周五 17:30送签" in site.visitor("czj.cb").get("/unit").text


def test_the_log_calls_what_was_changed_by_its_name(site: SmallSite) -> None:
    site.visitor("dcs.zr").post(YELLOW, CHANGE)
    log = site.visitor("sjj.gly").get("/operations?q=yellow").text
    assert "规定完成时限届满后多久发黄色督办单 · supervision.yellow.after" in log
    assert "值 4 个工作日" in log


def test_a_quiet_time_has_two_ends(site: SmallSite) -> None:
    visitor = site.visitor("zjj.cb")
    refused = visitor.post("/notices/mine", {"quiet_from": "21:00", "quiet_to": "", "digest": "on"})
    assert refused.status_code == 422
    assert "不打扰的时间要填起、止两个钟点" in refused.text
    assert 'value="21:00"' in refused.text, "what was typed stays"
    assert visitor.post("/notices/mine", {"quiet_from": "21:00", "quiet_to": "07:00"}).status_code == 302


def test_a_change_that_does_not_fit_keeps_what_was_typed(site: SmallSite) -> None:
    visitor = site.visitor("dcs.zr")
    for wrong, said in (({"value": "99"}, "不在允许的范围"), ({"reason": " "}, "理由"), ({"basis": ""}, "依据"),
                        ({"valid_from": "下月"}, "生效日期"), ({"value": "五"}, "不是时长")):  # fmt: skip
        answer = visitor.post(YELLOW, {**CHANGE, **wrong})
        assert answer.status_code == 422, wrong
        assert said in answer.text
        kept = {**CHANGE, **wrong}
        assert kept["basis"] in answer.text
        assert kept["value"] in answer.text
    assert "5 个自然日" in visitor.get("/policy").text


def test_who_only_reads_numbers_gets_no_form(site: SmallSite) -> None:
    assert '<form method="post" class="plain-form"' not in site.visitor("dcs.dcy1").get(YELLOW).text


def test_a_year_without_a_notice_is_provisional(site: SmallSite) -> None:
    visitor = site.visitor("sjj.gly")
    assert "暂定" in visitor.get("/calendar?year=2027").text
    this_year = visitor.get("/calendar?year=2026").text
    assert "暂定" not in this_year
    assert "班" in this_year
    assert visitor.get("/calendar?year=1800").status_code == 404


def test_a_notice_is_looked_at_imported_and_its_moves_are_listed(site: SmallSite) -> None:
    site.engine.start("errand", site.actor("dcs.dcy1"), {
        "title": "整治占道经营", "source": "县长批示", "unit": "住建局", "until": "2026-03-16", "standard": "整洁",
    })  # fmt: skip
    row = tables.user_task.c
    with site.engine.database.reading() as connection:
        task = connection.execute(select(row.id).where(row.name == "反馈办理结果")).scalar_one()
    site.engine.complete(task, site.actor("zjj.cb"), {"result": "已经办完。", "progress": "all"})
    visitor = site.visitor("sjj.gly")
    rows = "2026-03-18,休,临时放假\n2026-03-19,休\n"
    shown = visitor.post("/calendar/import", {**NOTICE, "rows": rows})
    assert shown.status_code == 200
    assert "核验" in shown.text
    assert "3月19日 周四" in shown.text
    assert "3月23日 周一" in shown.text
    content = re.findall(r'name="content" value="([^"]+)"', shown.text)[0].replace("&#34;", '"')
    done = visitor.post("/calendar/import/run", {"content": content}, opened=shown.text)
    assert done.status_code == 302
    moved = visitor.get(done.headers["Location"]).text
    assert "3月23日 周一" in moved
    assert "整治占道经营" in moved
    again = visitor.post("/calendar/import/run", {"content": content}, opened=shown.text)
    assert again.headers["Location"] == done.headers["Location"]


def test_a_local_holiday_is_named_as_one(site: SmallSite) -> None:
    visitor = site.visitor("sjj.gly")
    typed = {**NOTICE, "notice": "火把节放假通知", "rows": "2026-08-06,休,火把节", "local": "yes"}
    refused = visitor.post("/calendar/import", {**typed, "year": "2026"})
    assert "不安排整个年度" in refused.text
    assert re.search('name="local" value="yes" checked', refused.text)
    shown = visitor.post("/calendar/import", {**typed, "year": ""})
    assert "地方假日" in shown.text
    content = re.findall(r'name="content" value="([^"]+)"', shown.text)[0].replace("&#34;", '"')
    done = visitor.post("/calendar/import/run", {"content": content}, opened=shown.text)
    assert "地方假日" in visitor.get(done.headers["Location"]).text
    assert "地方假日" in visitor.get("/calendar?year=2026").text


def test_bad_rows_of_a_notice_are_named_and_kept(site: SmallSite) -> None:
    visitor = site.visitor("sjj.gly")
    answer = visitor.post("/calendar/import", {**NOTICE, "rows": "2026-13-40,休\n随便写写"})
    assert answer.status_code == 422
    assert "随便写写" in answer.text
    assert "第 1 行" in answer.text
    nameless = visitor.post("/calendar/import", {**NOTICE, "notice": "", "rows": "2026-03-18,休"})
    assert "请填写通知的名称" in nameless.text
    picture = visitor.post("/calendar/import", {**NOTICE, "file": (BytesIO(b"\x89PNG\xff\xfe"), "图.json")})
    assert picture.status_code == 422
    assert "UTF-8" in picture.text


def test_a_forged_notice_is_refused(site: SmallSite) -> None:
    visitor = site.visitor("sjj.gly")
    assert visitor.post("/calendar/import/run", {"content": "{"}, page="/calendar/import").status_code == 400
    assert visitor.post("/calendar/import/run", {"content": "{}"}, page="/calendar/import").status_code == 400


def test_an_incident_is_shown_and_tried_again(site: SmallSite) -> None:
    (incident,) = stopped(site, received_item(site))
    visitor = site.visitor("sjj.gly")
    text = visitor.get("/incidents").text
    assert "单位名录中没有这个岗位" in text
    assert "反馈办理结果" in text
    assert visitor.post(f"/incidents/{incident}/retry", page="/incidents").status_code == 302
    after = visitor.get("/incidents").text
    assert "没有故障" in after
    assert "最近排除的" in after
    assert papers(site) == []
    assert visitor.post(f"/incidents/{incident}/retry", page="/incidents").status_code == 302
    assert "排除,不用再试" in visitor.get("/incidents").text
    assert visitor.post(f"/incidents/{new_key()}/retry", page="/incidents").status_code == 404


def test_incidents_of_the_same_making_are_tried_together(site: SmallSite) -> None:
    stopped(site, *(received_item(site) for _ in range(2)))
    visitor = site.visitor("sjj.gly")
    text = visitor.get("/incidents").text
    assert "2 件一起再试" in text
    (first,) = re.findall(r'name="incident" value="([^"]+)"', text)
    assert visitor.post("/incidents/retry", {"incident": first}, page="/incidents").status_code == 302
    after = visitor.get("/incidents").text
    assert "已排除 2 个故障" in after
    assert "没有故障" in after
    assert visitor.post("/incidents/retry", {"incident": first}, page="/incidents").status_code == 404


def test_a_folder_is_checked_then_published_with_a_reason(site: SmallSite) -> None:
    visitor = site.visitor("sjj.sjy")
    content = zipped(changed_diagram('limit="3 wd"', 'limit="4 wd"'))
    shown = visitor.post("/publishing", {"file": (BytesIO(content), "交办.zip")})
    assert shown.status_code == 200, shown.text
    digest = re.findall(r'name="digest" value="([0-9a-f]{64})"', shown.text)[0]
    nameless = visitor.post(
        "/publishing/run", {"digest": digest, "file": "交办.zip", "reason": ""}, opened=shown.text
    )
    assert nameless.status_code == 422
    sent = {"digest": digest, "file": "交办.zip", "reason": "核验改为4个工作日"}
    assert visitor.post("/publishing/run", sent, opened=shown.text).status_code == 302
    text = visitor.get("/publishing").text
    assert "第 2 版" in text
    assert "核验改为4个工作日" in text
    assert visitor.post("/publishing/run", sent, opened=shown.text).status_code == 409


def test_what_is_wrong_with_a_folder_is_said_in_chinese(site: SmallSite) -> None:
    visitor = site.visitor("sjj.sjy")
    content = zipped(changed_diagram('<bj:assignment post="督查室"/>', ""))
    shown = visitor.post("/publishing", {"file": (BytesIO(content), "交办.zip")})
    assert shown.status_code == 422
    assert "还不能发布" in shown.text
    assert "核验" in shown.text
    assert 'name="digest"' not in shown.text


def test_what_is_no_zip_is_refused(site: SmallSite) -> None:
    answer = site.visitor("sjj.sjy").post("/publishing", {"file": (BytesIO(b"not a zip"), "a.zip")})
    assert answer.status_code == 422
    assert "不是 .zip" in answer.text


def test_deputies_are_registered_and_ended(site: SmallSite) -> None:
    visitor = site.visitor("sjj.gly")
    sent = {"post": "czj/承办人", "login": "czj.fzr", "valid_from": "2026-03-16", "valid_to": "2026-03-20"}
    assert visitor.post("/people/deputies", sent, page="/people").status_code == 302
    assert "3月20日 周五" in visitor.get("/people").text
    wrong = visitor.post("/people/deputies", {**sent, "login": "nobody"}, page="/people")
    assert wrong.status_code == 422
    assert "nobody" in wrong.text
    row = tables.deputy.c
    with site.engine.database.reading() as connection:
        deputy = connection.execute(
            select(row.id).where(row.valid_to == clock.today().replace(day=20))
        ).scalar_one()
    assert visitor.post(f"/people/deputies/{deputy}/end", page="/people").status_code == 302


def test_places_are_offered_to_those_who_may_use_them(site: SmallSite) -> None:
    clerk = site.visitor("zjj.cb").get("/more").text
    assert "本单位" in clerk
    assert "自动任务" not in clerk
    assert "流程发布" not in clerk
    assert "流程发布" in site.visitor("sjj.sjy").get("/more").text
    chief = site.visitor("dcs.zr").get("/more").text
    assert [name for name in ("今日应发", "自动任务", "政策参数", "工作日历") if name not in chief] == []
    head = re.findall(r'<nav class="site-nav".*?</nav>', chief, re.DOTALL)[0]
    assert head.count("<a ") == 5


def test_what_procedures_say_is_found_by_a_word_of_it(site: SmallSite) -> None:
    page = site.visitor("sjj.sjy").get("/texts?q=现予警告").text
    assert "责令{rectify_by}前整改到位" in page
    assert "延期申请未获同意" not in page
    assert "在设计器里改" in page
    assert "致 “承办(被督办)单位”/主要负责人" in page, "whom it is for is said by the field that decides it"
    assert "致 unit" not in page
    papers = site.visitor("sjj.gly").get("/texts?kind=paper").text
    assert "红色督办单 documents/red-slip.docx" in papers
    assert "在设计器里改" not in papers
    for folder in ("permit_review", "permit"):
        site.engine.publish(ROOT / "processes" / folder, SYSTEM, "测试")
    called = site.visitor("sjj.gly").get("/texts?q=审查中需要补正材料").text
    assert called.count("审查中需要补正材料,补正期间") == 1
