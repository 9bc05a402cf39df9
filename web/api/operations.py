"""The one table of operations: what the interface can do. Routes and the OpenAPI document follow from it."""

from typing import Final

from web.api import (
    administering,
    answers,
    bodies,
    case_acts,
    cases,
    county,
    events,
    outside,
    processes,
    supervising,
    tasks,
)
from web.api.operation import Operation
from web.pages import documents, dossiers

_CASE, _TASK = "/cases/{case_id}", "/tasks/{task_id}"
_done = answers.Done

READING: Final = (
    Operation("GET", "/processes", "processes", "流程", "read", processes.processes, answers.Processes),
    Operation("GET", "/processes/{process}/form", "start_form", "发起表单", "read", processes.form, answers.FormAnswer),
    Operation(
        "GET", "/cases", "cases", "督办台账", "read", cases.register, answers.Page[answers.CaseLine], bodies.CaseFilter
    ),
    Operation("GET", _CASE, "case", "一个办件", "read", cases.case, answers.CaseAnswer),
    Operation(
        "GET", f"{_CASE}/events", "events", "办件记录", "read", events.events, answers.Events, bodies.EventFilter
    ),
    Operation("GET", f"{_CASE}/documents", "documents", "办件的文书", "read", cases.documents, answers.Documents),
    Operation("GET", f"{_CASE}/dossier", "dossier", "办件的卷宗(ZIP)", "read", dossiers.file, None, media=dossiers.ZIP),
    Operation("GET", "/documents/{paper_id}/file", "document_file", "文书的 Word 文件", "read", documents.file, None),
    Operation("GET", f"{_CASE}/deadlines", "deadlines", "时限和算法", "read", cases.deadlines, answers.Deadlines),
    Operation(
        "GET", f"{_CASE}/circulations", "circulations", "抄送、传阅的名单", "read", case_acts.circulations,
        answers.Circulations,
    ),
    Operation(
        "GET", f"{_CASE}/readings", "readings", "其他口径下的日期", "read", supervising.other_readings,
        answers.OtherReadings,
    ),
    Operation("GET", "/slips/today", "slips_today", "今日应发", "read", supervising.slips_today, answers.SlipsToday),
    Operation("GET", "/timers", "timers", "自动任务", "read", supervising.timers, answers.Timers, bodies.Ahead),
    Operation("GET", "/tasks", "tasks", "我的待办", "read", tasks.inbox, answers.Page[answers.TaskLine], bodies.Paged),
    Operation("GET", _TASK, "task", "一个环节和它的表单", "read", tasks.task, answers.TaskAnswer),
    Operation("GET", "/units", "units", "单位名录", "read", county.units, answers.Units),
    Operation(
        "GET", "/scores/years/{year}", "year_scores", "年度积分", "read", county.year_scores, answers.YearScores
    ),
    Operation(
        "GET", "/scores", "scores", "积分台账", "read", county.scores, answers.Page[answers.ScoreLine], bodies.ScoreFilter
    ),
    Operation(
        "GET", "/policy/{name}", "policy", "政策参数", "read", county.policy, answers.PolicyAnswer, bodies.OnDay
    ),
    Operation("GET", "/calendar/{year}", "calendar", "工作日历", "read", county.calendar, answers.CalendarYear),
    Operation(
        "GET", "/incidents", "incidents", "故障", "read", administering.incidents, answers.Page[answers.IncidentLine],
        bodies.Paged,
    ),
    Operation(
        "GET", "/audit", "verify", "核验办件记录,一次一段", "read", administering.verify, answers.Verified,
        bodies.Verifying,
    ),
    Operation(
        "GET", f"{_CASE}/audit", "verify_case", "核验一个办件的记录", "read", administering.verify_one, answers.Verified
    ),
)  # fmt: skip
"""What only reads."""

ACTING: Final = (
    Operation(
        "POST", "/cases", "start", "发起", "start", cases.start, _done, body=bodies.StartCase, status=201, once=True
    ),
    Operation(
        "POST", "/cases/several", "start_several", "成批发起", "start", supervising.start_several, answers.Several,
        body=bodies.StartSeveral, status=201, once=True,
    ),
    Operation("POST", f"{_TASK}/claim", "claim", "认领", "work", tasks.claim, _done, body=bodies.Nothing),
    Operation("POST", f"{_TASK}/unclaim", "unclaim", "放回", "work", tasks.unclaim, _done, body=bodies.Nothing),
    Operation(
        "POST", f"{_TASK}/complete", "complete", "办结环节", "work", tasks.complete, _done, body=bodies.FormData, once=True
    ),
    Operation(
        "POST", "/tasks/complete", "complete_together", "一起办结几个同样的环节", "work", tasks.complete_together,
        answers.Together, body=bodies.Together, once=True,
    ),
    Operation("POST", f"{_TASK}/return", "return", "退回", "work", tasks.send_back, _done, body=bodies.SendBack),
    Operation("POST", f"{_TASK}/withdraw", "withdraw", "撤回", "work", tasks.withdraw, _done, body=bodies.Nothing),
    Operation("POST", f"{_TASK}/transfer", "transfer", "转交", "work", tasks.transfer, _done, body=bodies.HandTo),
    Operation("POST", f"{_TASK}/delegate", "delegate", "委派", "work", tasks.delegate, _done, body=bodies.HandTo),
    Operation("POST", f"{_TASK}/add_signer", "add_signer", "加签", "work", tasks.add_signer, _done, body=bodies.AddSigner),
    Operation(
        "POST", f"{_TASK}/remove_signer", "remove_signer", "减签", "work", tasks.remove_signer, _done,
        body=bodies.RemoveSigner,
    ),
    Operation(
        "POST", f"{_TASK}/record_oral", "record_oral", "代记口头批示", "work", tasks.record_oral, _done,
        body=bodies.FormData, once=True,
    ),
    Operation("POST", f"{_TASK}/confirm_oral", "confirm_oral", "确认口头批示", "work", tasks.confirm_oral, _done, body=bodies.Nothing),
    Operation("POST", f"{_TASK}/deny_oral", "deny_oral", "口头批示不是这样", "work", tasks.deny_oral, _done, body=bodies.Reason),
    Operation("POST", f"{_TASK}/remind", "remind", "催办", "work", tasks.remind, _done, body=bodies.Reminder),
    Operation(
        "POST", f"{_CASE}/request_extension", "request_extension", "申请延期", "work", case_acts.request_extension, _done,
        body=bodies.FormData, once=True,
    ),
    Operation(
        "POST", f"{_CASE}/requests/{{verb}}", "request", "提出流程接受的一项申请", "work", case_acts.request, _done,
        body=bodies.FormData, once=True,
    ),
    Operation(
        "POST", f"{_CASE}/pause_clock", "pause_clock", "暂停计时", "work", case_acts.pause_clock, _done,
        body=bodies.ClockReason,
    ),
    Operation(
        "POST", f"{_CASE}/resume_clock", "resume_clock", "恢复计时", "work", case_acts.resume_clock, _done,
        body=bodies.ClockReason,
    ),
    Operation("POST", f"{_CASE}/suspend", "suspend", "中止办件", "work", case_acts.suspend, _done, body=bodies.Reason),
    Operation("POST", f"{_CASE}/resume", "resume", "恢复办件", "work", case_acts.resume, _done, body=bodies.Reason),
    Operation("POST", f"{_CASE}/cancel", "cancel", "撤销办件", "work", case_acts.cancel, _done, body=bodies.Reason),
    Operation("POST", f"{_CASE}/copy_to", "copy_to", "抄送", "work", case_acts.copy_to, _done, body=bodies.CopyTo),
    Operation("POST", f"{_CASE}/circulate", "circulate", "传阅", "work", case_acts.circulate, _done, body=bodies.CopyTo),
    Operation(
        "POST", f"{_CASE}/migrate", "migrate", "迁到另一个版本", "admin", case_acts.migrate, _done, body=bodies.Migrate
    ),
    Operation("POST", f"{_CASE}/read", "read", "已阅", "work", case_acts.read, _done, body=bodies.Nothing),
    Operation(
        "POST", "/deputies", "deputise", "请人代理自己的岗位", "work", county.deputise, answers.Deputised,
        body=bodies.Deputise, status=201,
    ),
    Operation(
        "POST", "/messages", "message", "发送消息", "message", outside.message, _done, body=bodies.Message, once=True
    ),
    Operation(
        "POST", "/signals", "signal", "发送信号", "message", outside.signal, answers.Sent, body=bodies.Signal, once=True
    ),
    Operation(
        "PUT", "/policy/{name}", "set_policy", "设定政策参数", "admin", county.set_policy, answers.PolicyAnswer,
        body=bodies.SetPolicy,
    ),
    Operation(
        "POST", "/calendar/notices", "import_notice", "导入放假通知", "admin", county.import_notice, answers.NoticeAnswer,
        body=bodies.CalendarNotice, status=201,
    ),
    Operation(
        "POST", "/incidents/{incident_id}/retry", "retry_incident", "故障再试一次", "admin",
        administering.retry_incident, _done, body=bodies.Nothing,
    ),
    Operation(
        "POST", "/incidents/retry", "retry_incidents", "几个故障一起再试", "admin", administering.retry_incidents,
        answers.Retried, body=bodies.Incidents,
    ),
    Operation(
        "POST", "/processes", "publish", "发布流程文件夹", "admin", administering.publish, answers.Published,
        body=bodies.PublishProcess,
    ),
)  # fmt: skip
"""What changes something."""
