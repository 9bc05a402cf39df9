"""The first thread through the pages, without a browser: start, answer, slip, check, end."""

from __future__ import annotations

import json

from engine.time.clock import CIVIL
from tests.web.site_support import NOW, SmallSite


def test_a_case_goes_from_start_to_end_over_the_pages(site: SmallSite) -> None:
    dcs = site.visitor("dcs.dcy1")
    form = {"title": "整治占道经营", "source": "县长批示", "unit": "住建局", "until": "2026-03-16"}
    started = dcs.post("/start/errand", {"payload": json.dumps(form)})
    assert started.status_code == 302, started.text
    case_path = started.headers["Location"]
    assert "整治占道经营" in dcs.get(case_path).text
    assert "反馈办理结果" in dcs.get(case_path).text

    zjj = site.visitor("zjj.cb")
    inbox = zjj.get("/inbox").text
    assert "今日 17:30 前" in inbox
    task_path = inbox.split('class="task-link" href="')[1].split('"')[0]
    page = zjj.get(task_path).text
    assert "请写明办理结果" in page
    assert "以示提醒" in page  # The clause's own words.

    site.move_to(NOW.replace(hour=17, minute=31))
    site.render_papers()
    after = dcs.get(case_path).text
    assert "蓝色督办单(测督〔2026〕1号) 已发往 住建局" in after
    assert "扣 1 分" in after

    answer = {"result": "街面已经整治完毕。", "progress": "all"}
    done = zjj.post(task_path, {"payload": json.dumps(answer)})
    assert done.status_code == 302, done.text
    assert "“反馈办理结果”已办结" in zjj.get(done.headers["Location"]).text

    checking = dcs.get("/inbox").text
    check_path = checking.split('class="task-link" href="')[1].split('"')[0]
    seen = dcs.get(check_path).text
    assert "街面已经整治完毕。" in seen
    assert "已全部完成" in seen
    passed = dcs.post(check_path, {"payload": json.dumps({"decision": "approve"})})
    assert passed.status_code == 302, passed.text
    assert "销号" in dcs.get(case_path).text


def test_the_issued_paper_is_the_file_itself(site: SmallSite) -> None:
    case = site.start()
    site.move_to(NOW.replace(hour=17, minute=31, tzinfo=CIVIL))
    dcs = site.visitor("dcs.dcy1")
    paper_path = "/documents/" + dcs.get(f"/cases/{case.id}").text.split('href="/documents/')[1].split('"')[0]
    assert "正在生成" in dcs.get(paper_path).text
    assert dcs.get(f"{paper_path}/file").status_code == 404
    site.render_papers()
    assert "正在生成" not in dcs.get(paper_path).text
    file = dcs.get(f"{paper_path}/file")
    assert file.data.startswith(b"PK")
    assert "attachment" in file.headers["Content-Disposition"]
