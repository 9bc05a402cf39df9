"""Every route with an example path and who may use it, and a site on which each leads somewhere."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from sqlalchemy import select
from werkzeug.datastructures import FileStorage, MultiDict

from engine import administration, tables
from engine.definitions import drafts
from engine.people.actor import SYSTEM
from engine.records.blobs import Blobs
from engine.time.notice_list import parse_notice_list
from tests.web.site_support import ERRAND, MATTER, NOW, SmallSite
from web.designer.first import first_files
from web.taking import check, keep

OWNER, COLLEAGUE, OVERSEER, STRANGER = "zjj.cb", "zjj.fg", "dcs.dcy1", "czj.cb"
LEADER, OTHER_LEADER, HEAD = "xzf.fxzcj", "xzf.fxzny", "xzf.xz"
CHIEF, ADMINISTRATOR, DESIGNER = "dcs.zr", "sjj.gly", "sjj.sjy"
WINDOW = "zwzx.ck1"
EVERYBODY = (
    WINDOW,
    OWNER,
    COLLEAGUE,
    OVERSEER,
    STRANGER,
    LEADER,
    OTHER_LEADER,
    HEAD,
    CHIEF,
    ADMINISTRATOR,
    DESIGNER,
)
CONCERNED = (OWNER, COLLEAGUE, OVERSEER, LEADER, HEAD, CHIEF)
OVERSEERS = (OVERSEER, CHIEF)
STAFF = (WINDOW, OWNER, COLLEAGUE, OVERSEER, STRANGER, CHIEF, ADMINISTRATOR, DESIGNER)

NUMBER = "supervision.yellow.after"
SLIP = (ERRAND / "documents" / "slip.docx").read_bytes()


@dataclass(frozen=True)
class Route:
    """A route with an example path and who may use it; all others get `refusal`."""

    endpoint: str
    method: str
    path: str
    allowed: tuple[str, ...]
    refusal: int = 404


ROUTES = (
    Route("inbox.open_list", "GET", "/inbox", EVERYBODY),
    Route("inbox.done_list", "GET", "/inbox/done", EVERYBODY),
    Route("inbox.started_list", "GET", "/inbox/started", EVERYBODY),
    Route("inbox.receipts", "GET", "/inbox/receipts", EVERYBODY),
    Route("inbox.told", "GET", "/inbox/told", EVERYBODY),
    Route("inbox.followed", "GET", "/inbox/followed", EVERYBODY),
    Route("inbox.table", "GET", "/inbox/open.xlsx", EVERYBODY),
    Route("bulk.claim", "POST", "/inbox/bulk/claim", EVERYBODY),
    Route("bulk.receive", "POST", "/inbox/bulk/receive", EVERYBODY),
    Route("bulk.together", "POST", "/inbox/bulk/form", EVERYBODY),
    Route("bulk.answer", "POST", "/inbox/bulk/answer", EVERYBODY),
    Route("tasks.page", "GET", "/tasks/{task}", CONCERNED),
    Route("tasks.answer", "POST", "/tasks/{task}", (OWNER,)),
    Route("tasks.keep_draft", "POST", "/tasks/{task}/draft", (OWNER,)),
    Route("tasks.claim", "POST", "/tasks/{task}/claim", (OWNER,)),
    Route("tasks.unclaim", "POST", "/tasks/{task}/unclaim", ()),
    Route("acts.page", "GET", "/tasks/{task}/acts/transfer", ()),
    Route("oral.page", "GET", "/tasks/{task}/oral", ()),
    Route("oral.note", "POST", "/tasks/{task}/oral", ()),
    Route("acts.decide", "POST", "/tasks/{task}/acts/transfer", ()),
    Route("acts.page", "GET", "/tasks/{task}/acts/remind", tuple(x for x in CONCERNED if x != OWNER)),
    Route("case_acts.page", "GET", "/cases/{case}/acts/copy_to", CONCERNED),
    Route("case_acts.page", "GET", "/cases/{case}/acts/suspend", OVERSEERS),
    Route("case_acts.decide", "POST", "/cases/{case}/acts/suspend", OVERSEERS),
    Route("cases.page", "GET", "/cases/{case}", CONCERNED),
    Route("cases.slip", "GET", "/cases/{case}/slip", ()),
    Route("cases.follow", "POST", "/cases/{case}/follow", CONCERNED),
    Route("cases.read", "POST", "/cases/{case}/read", CONCERNED),
    Route("cases.diagram", "GET", "/cases/{case}/diagram.bpmn", CONCERNED),
    Route("dossiers.file", "GET", "/cases/{case}/dossier.zip", CONCERNED),
    Route("dossiers.verify", "POST", "/cases/{case}/dossier/check", CONCERNED),
    Route("documents.page", "GET", "/documents/{paper}", CONCERNED),
    Route("documents.file", "GET", "/documents/{paper}/file", CONCERNED),
    Route("documents.pdf", "GET", "/documents/{paper}/pdf", CONCERNED),
    Route("requests.page", "GET", "/cases/{case}/requests/nothing", ()),
    Route("requests.submit", "POST", "/cases/{case}/requests/nothing", ()),
    Route("attachments.file", "GET", "/attachments/{file}", CONCERNED),
    Route("attachments.page", "GET", "/attachments/{file}/view", CONCERNED),
    Route("attachments.shown", "GET", "/attachments/{file}/shown", CONCERNED),
    Route("messages.page", "GET", "/messages", EVERYBODY),
    Route("messages.seen", "POST", "/messages/seen", EVERYBODY),
    Route("messages.seen_one", "POST", "/messages/{case}/seen", EVERYBODY),
    Route("messages.live", "GET", "/messages/live", EVERYBODY),
    Route("accounts.page", "GET", "/accounts", (ADMINISTRATOR,), 403),
    Route("accounts.add", "POST", "/accounts", (ADMINISTRATOR,), 403),
    Route("accounts.give_password", "POST", "/accounts/zjj.cb/password", (ADMINISTRATOR,), 403),
    Route("accounts.set_active", "POST", "/accounts/zjj.cb/close", (ADMINISTRATOR,), 403),
    Route("accounts.choose", "GET", "/accounts/import", (ADMINISTRATOR,), 403),
    Route("accounts.template", "GET", "/accounts/import/template.xlsx", (ADMINISTRATOR,), 403),
    Route("accounts.dry_run", "POST", "/accounts/import", (ADMINISTRATOR,), 403),
    Route("accounts.run", "POST", "/accounts/import/run", (ADMINISTRATOR,), 403),
    Route("unit_import.choose", "GET", "/people/import", (ADMINISTRATOR,), 403),
    Route("unit_import.template", "GET", "/people/import/template.xlsx", (ADMINISTRATOR,), 403),
    Route("unit_import.dry_run", "POST", "/people/import", (ADMINISTRATOR,), 403),
    Route("unit_import.run", "POST", "/people/import/run", (ADMINISTRATOR,), 403),
    Route("accounts.own_password", "GET", "/accounts/me/password", EVERYBODY),
    Route("accounts.change_own_password", "POST", "/accounts/me/password", EVERYBODY),
    Route("units.page", "GET", "/units/zjj", (ADMINISTRATOR,), 403),
    Route("units.add_post", "POST", "/units/zjj/posts", (ADMINISTRATOR,), 403),
    Route("units.appoint", "POST", "/units/zjj/appoint", (ADMINISTRATOR,), 403),
    Route("units.dismiss", "POST", "/units/zjj/dismiss", (ADMINISTRATOR,), 403),
    Route("units.charge", "POST", "/units/zjj/charge", (ADMINISTRATOR,), 403),
    Route("units.rename", "POST", "/units/zjj/rename", (ADMINISTRATOR,), 403),
    Route("units.merge", "POST", "/units/zjj/merge", (ADMINISTRATOR,), 403),
    Route("units.split", "POST", "/units/zjj/split", (ADMINISTRATOR,), 403),
    Route("operations.page", "GET", "/operations", (*OVERSEERS, ADMINISTRATOR), 403),
    Route("operations.table", "GET", "/operations/export.xlsx", (*OVERSEERS, ADMINISTRATOR), 403),
    Route("audit.page", "GET", "/audit", (*OVERSEERS, ADMINISTRATOR), 403),
    Route("audit.verify", "POST", "/audit", (*OVERSEERS, ADMINISTRATOR), 403),
    Route("phrases.page", "GET", "/phrases", EVERYBODY),
    Route("phrases.keep_countys", "POST", "/phrases/county", (ADMINISTRATOR,), 403),
    Route("texts.page", "GET", "/texts", (ADMINISTRATOR, DESIGNER), 403),
    Route("phrases.keep", "POST", "/phrases", EVERYBODY),
    Route("notices.page", "GET", "/notices/mine", EVERYBODY),
    Route("notices.choose", "POST", "/notices/mine", EVERYBODY),
    Route("saved.save", "POST", "/filters/inbox", EVERYBODY),
    Route("saved.forget", "POST", "/filters/inbox/{case}/forget", EVERYBODY),
    Route("register.page", "GET", "/cases", EVERYBODY),
    Route("exports.table", "GET", "/cases/export.xlsx", EVERYBODY),
    Route("exports.other_readings", "GET", "/cases/{case}/readings", CONCERNED),
    Route("start.processes", "GET", "/start", EVERYBODY),
    Route("start.page", "GET", "/start/errand", OVERSEERS, 403),
    Route("start.submit", "POST", "/start/errand", OVERSEERS, 403),
    Route("start_table.page", "GET", "/start/errand/table", OVERSEERS, 403),
    Route("start_table.empty", "GET", "/start/errand/table/empty.xlsx", OVERSEERS, 403),
    Route("start_table.dry_run", "POST", "/start/errand/table", OVERSEERS, 403),
    Route("start_table.run", "POST", "/start/errand/table/run", OVERSEERS, 403),
    Route("imports.page", "GET", "/import", OVERSEERS, 403),
    Route("imports.template", "GET", "/import/template.csv", OVERSEERS, 403),
    Route("imports.template_xlsx", "GET", "/import/template.xlsx", OVERSEERS, 403),
    Route("imports.dry_run", "POST", "/import", OVERSEERS, 403),
    Route("imports.run", "POST", "/import/run", OVERSEERS, 403),
    Route("overview.page", "GET", "/overview", (OVERSEER, CHIEF, LEADER, OTHER_LEADER, HEAD), 403),
    Route("wall.page", "GET", "/wall", (OVERSEER, CHIEF, LEADER, OTHER_LEADER, HEAD), 403),
    Route("roster.page", "GET", "/roster", EVERYBODY),
    Route("window.page", "GET", "/window", (WINDOW,), 403),
    Route("window.look_up", "POST", "/window", (WINDOW,), 403),
    Route("window.apply", "GET", "/window/apply", (WINDOW,), 403),
    Route("window.start", "POST", "/window/start/permit", (WINDOW,), 403),
    Route("window.next_ticket", "GET", "/window/next", (WINDOW,), 403),
    Route("window.today_list", "GET", "/window/today", (WINDOW,), 403),
    Route("window.notices", "GET", "/window/notices", STAFF, 403),
    Route("window.notice", "GET", "/window/notices/{case}/{paper}", ()),
    Route("window.tell", "POST", "/window/notices/{case}/{paper}", ()),
    Route("slips.page", "GET", "/supervision/today", OVERSEERS, 403),
    Route("timers.page", "GET", "/timers", OVERSEERS, 403),
    Route("timers.fired", "GET", "/timers/fired", OVERSEERS, 403),
    Route("timers.ask", "GET", "/timers/{case}/hold", OVERSEERS, 403),
    Route("timers.decide", "POST", "/timers/{case}/hold", OVERSEERS, 403),
    Route("unit.page", "GET", "/unit", STAFF, 403),
    Route("scores.page", "GET", "/scores", (*OVERSEERS, HEAD), 403),
    Route("scores.table", "GET", "/scores/export.xlsx", (*OVERSEERS, HEAD), 403),
    Route("sign.page", "GET", "/sign", EVERYBODY),
    Route("sign.paper", "GET", "/sign/{task}", CONCERNED),
    Route("sign.decide", "POST", "/sign/{task}", ()),
    Route("policy.page", "GET", "/policy", (*OVERSEERS, ADMINISTRATOR, DESIGNER), 403),
    Route("policy.number", "GET", f"/policy/{NUMBER}", (*OVERSEERS, ADMINISTRATOR, DESIGNER), 403),
    Route("policy.change", "POST", f"/policy/{NUMBER}", (CHIEF, ADMINISTRATOR), 403),
    Route("rules.page", "GET", "/rules", (*OVERSEERS, ADMINISTRATOR, DESIGNER), 403),
    Route("rules.table", "GET", "/rules/export.xlsx", (*OVERSEERS, ADMINISTRATOR, DESIGNER), 403),
    Route(
        "rules.diagram",
        "GET",
        "/rules/supervision/supervision.bpmn",
        (*OVERSEERS, ADMINISTRATOR, DESIGNER),
        403,
    ),
    Route(
        "rules.xml",
        "GET",
        "/rules/supervision/supervision.bpmn/xml",
        (*OVERSEERS, ADMINISTRATOR, DESIGNER),
        403,
    ),
    Route("calendar.page", "GET", "/calendar", (*OVERSEERS, ADMINISTRATOR), 403),
    Route("calendar.ask", "GET", "/calendar/import", (CHIEF, ADMINISTRATOR), 403),
    Route("calendar.preview", "POST", "/calendar/import", (CHIEF, ADMINISTRATOR), 403),
    Route("calendar.run", "POST", "/calendar/import/run", (CHIEF, ADMINISTRATOR), 403),
    Route("calendar.notice", "GET", "/calendar/notices/{notice}", (*OVERSEERS, ADMINISTRATOR), 403),
    Route("incidents.page", "GET", "/incidents", (ADMINISTRATOR,), 403),
    Route("incidents.retry_alike", "POST", "/incidents/retry", (ADMINISTRATOR,), 403),
    Route("incidents.retry", "POST", "/incidents/{case}/retry", (ADMINISTRATOR,), 403),
    Route("publishing.page", "GET", "/publishing", (DESIGNER,), 403),
    Route("publishing.check", "POST", "/publishing", (DESIGNER,), 403),
    Route("publishing.run", "POST", "/publishing/run", (DESIGNER,), 403),
    Route("designer.page", "GET", "/designer", (DESIGNER, CHIEF, ADMINISTRATOR), 403),
    Route("designer.open_process", "POST", "/designer/open", (DESIGNER,), 403),
    Route("designer.new", "POST", "/designer/new", (DESIGNER,), 403),
    Route("designer.trust_county", "POST", "/designer/trust", (DESIGNER, CHIEF, ADMINISTRATOR), 403),
    Route("designer.bring", "POST", "/designer/import", (DESIGNER,), 403),
    Route("designer.discard", "POST", "/designer/{draft}/discard", (DESIGNER,), 403),
    Route("draft.page", "GET", "/designer/{draft}", (DESIGNER,)),
    Route("draft.file", "GET", "/designer/{draft}/files/letter.bpmn", (DESIGNER,)),
    Route("draft.keep", "POST", "/designer/{draft}/files/letter.bpmn", (DESIGNER,), 403),
    Route("draft.problems", "GET", "/designer/{draft}/problems", (DESIGNER,)),
    Route("draft.soundness", "GET", "/designer/{draft}/soundness", (DESIGNER,)),
    Route("draft_files.another", "POST", "/designer/{draft}/diagrams", (DESIGNER,), 403),
    Route("draft.mend", "POST", "/designer/{draft}/mend", (DESIGNER,), 403),
    Route("draft.laid_out", "POST", "/designer/{draft}/layout", (DESIGNER,), 403),
    Route("draft.offered", "GET", "/designer/{draft}/choices", (DESIGNER,)),
    Route("draft.who", "POST", "/designer/{draft}/who", (DESIGNER,), 403),
    Route("draft.until", "POST", "/designer/{draft}/until", (DESIGNER,), 403),
    Route("rehearsal.beginning", "GET", "/designer/{draft}/rehearse", (DESIGNER,)),
    Route("rehearsal.step", "POST", "/designer/{draft}/rehearse", (DESIGNER,), 403),
    Route("rehearsal.rehearsed_paper", "POST", "/designer/{draft}/rehearse/paper", (DESIGNER,), 403),
    Route("rehearsal.scenarios", "GET", "/designer/{draft}/scenarios", (DESIGNER,)),
    Route("rehearsal.play", "POST", "/designer/{draft}/scenarios/play", (DESIGNER,)),
    Route("rehearsal.renew", "POST", "/designer/{draft}/scenarios/renew", (DESIGNER,), 403),
    Route("rehearsal.save", "POST", "/designer/{draft}/scenarios", (DESIGNER,), 403),
    Route("publication.compared", "GET", "/designer/{draft}/differences", (DESIGNER,)),
    Route("publication.submit", "POST", "/designer/{draft}/submit", (DESIGNER,), 403),
    Route("publication.recall", "POST", "/designer/{draft}/recall", (DESIGNER,)),
    Route("publication.publish", "POST", "/designer/{draft}/publish", (CHIEF, ADMINISTRATOR), 403),
    Route("migration.page", "GET", "/designer/versions/errand", (DESIGNER, CHIEF, ADMINISTRATOR), 403),
    Route("draft.draft_handbook", "GET", "/designer/{draft}/handbook.docx", (DESIGNER,)),
    Route(
        "migration.version_handbook",
        "GET",
        "/designer/versions/errand/handbook.docx",
        (DESIGNER, CHIEF, ADMINISTRATOR),
        403,
    ),
    Route("versions.page", "GET", "/designer/versions/errand/history", (DESIGNER, CHIEF, ADMINISTRATOR), 403),
    Route(
        "versions.diagram",
        "GET",
        "/designer/versions/errand/1/diagram.bpmn",
        (DESIGNER, CHIEF, ADMINISTRATOR),
        403,
    ),
    Route("migration.run", "POST", "/designer/versions/errand", (DESIGNER, CHIEF, ADMINISTRATOR), 403),
    Route("migration.undo", "POST", "/designer/versions/errand/undo", (DESIGNER, CHIEF, ADMINISTRATOR), 403),
    Route("simulation.history", "GET", "/designer/{draft}/year/history", (DESIGNER,), 403),
    Route("simulation.drawn", "GET", "/designer/{draft}/year/charts", (DESIGNER,), 403),
    Route("simulation.seen", "GET", "/designer/{draft}/year", (DESIGNER,), 403),
    Route("simulation.stop", "POST", "/designer/{draft}/year/stop", (DESIGNER,), 403),
    Route("simulation.year", "POST", "/designer/{draft}/year", (DESIGNER,), 403),
    Route("draft_files.folder", "GET", "/designer/{draft}/folder", (DESIGNER,)),
    Route("draft_files.remove", "POST", "/designer/{draft}/remove", (DESIGNER,), 403),
    Route("draft_files.template", "POST", "/designer/{draft}/template", (DESIGNER,)),
    Route("draft_files.preview", "GET", "/designer/{draft}/preview/documents/reply.docx", (DESIGNER,)),
    Route("draft_files.try_form", "POST", "/designer/{draft}/try-form", (DESIGNER,), 403),
    Route("draft_files.decide", "POST", "/designer/{draft}/decide", (DESIGNER,), 403),
    Route("draft_files.number", "POST", "/designer/{draft}/numbers", (DESIGNER,), 403),
    Route("draft.folder_zip", "GET", "/designer/{draft}/folder.zip", (DESIGNER,)),
    Route("people.page", "GET", "/people", (*OVERSEERS, ADMINISTRATOR), 403),
    Route("people.deputise", "POST", "/people/deputies", (ADMINISTRATOR,), 403),
    Route("people.end_deputy", "POST", "/people/deputies/{case}/end", (ADMINISTRATOR,), 403),
    Route("setup.page", "GET", "/setup", (ADMINISTRATOR,), 403),
    Route("setup.catalogue", "POST", "/setup/catalogue", (ADMINISTRATOR,), 403),
    Route("setup.publish", "POST", "/setup/processes", (ADMINISTRATOR,), 403),
    Route("shortcuts.page", "GET", "/shortcuts", EVERYBODY),
    Route("more.page", "GET", "/more", EVERYBODY),
    Route("demo.page", "GET", "/demo/clock", EVERYBODY),
    Route("demo.move", "POST", "/demo/clock", EVERYBODY),
    Route("sign_in.sign_out", "POST", "/sign-out", EVERYBODY),
)


PUBLIC_PAGES = {
    "sign_in.page": "/sign-in",
    "public.home": "/public",
    "public.matter": f"/public/matters/{MATTER}",
    "public.blank_form": f"/public/matters/{MATTER}/form",
    "public.published": "/public/results",
    "public.promises": "/public/promises",
    "public.reception": "/public/roster",
    "apply.page": f"/public/apply/permit?matter_code={MATTER}",
    "progress.ask": "/public/progress",
}
"""The pages that are open to everybody."""
APPLICANTS_PAGES = {
    "apply.given": "/public/apply/given",
    "progress.page": "/public/progress/case",
    "progress.form": "/public/progress/case/send/ask_withdraw",
}
"""The pages of somebody whose application was accepted (`tests.web.public_site.an_applicant`)."""
PUBLIC_FILES = (
    "public.flow", "public.matter_code", "progress.paper", "progress.case_code", "static", "styles",
    "health.healthz", "health.readyz", "health.metrics", "home.index",
    "home.robots",
)  # fmt: skip
"""What is open to everybody and answers with a file, or leads to another page."""


def made_places(shared: SmallSite) -> dict[str, UUID]:
    """One case of 住建局 with its open task and an issued slip, a notice, a draft."""
    case = shared.start()
    task = shared.open_task(case.id)
    shared.move_to(NOW.replace(hour=17, minute=31))
    shared.render_papers()
    with shared.engine.database.reading() as connection:
        paper = connection.execute(select(tables.document.c.id)).scalar_one()
    with shared.engine.database.transaction() as connection:
        sent = MultiDict({"files::1": FileStorage(BytesIO(b"%PDF-1.7 ..."), "照片.pdf")})
        blobs = Blobs(shared.settings.files)
        received = check(lambda _content: None, sent)
        kept = keep(connection, blobs, case.id, OWNER, received, {"files": "files::1"}).data
    correction = parse_notice_list("2026-09-30,休", notice="更正", issued=NOW.date())
    administration.import_notice(shared.engine, correction, SYSTEM)
    with shared.engine.database.reading() as connection:
        notice = connection.execute(select(tables.calendar_notice.c.id)).scalar_one()
    designer = shared.actor(DESIGNER).person_id
    assert designer is not None
    with shared.engine.database.transaction() as connection:
        draft = drafts.begin(
            connection, "letter", designer, {**first_files("letter", "来信"), "documents/reply.docx": SLIP}
        )
    return {
        "draft": draft,
        "case": case.id,
        "task": task,
        "paper": paper,
        "file": UUID(hex=kept["files"][0]),
        "notice": notice,
    }
