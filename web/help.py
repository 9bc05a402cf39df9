"""Help on every page: what it is, and what happens next.

A page without an entry of its own has that of the first page of its family; a test holds every page to having one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Flask, request

from web.i18n import _


@dataclass(frozen=True, slots=True)
class Help:
    """What a page is, and what happens next."""

    what: str
    then: str


def install(app: Flask) -> None:
    """Let templates ask for `page_help()`."""
    app.jinja_env.globals["page_help"] = page_help


def page_help() -> Help | None:
    """The help of the page being answered; None where there is no page, as for an error."""
    if request.endpoint is None:
        return None
    found = HELP.get(request.endpoint) or HELP.get(f"{request.blueprint}.page")
    return found() if found is not None else None


HELP: Mapping[str, Callable[[], Help]] = {
    "inbox.open_list": lambda: Help(
        _("等您办的环节,最急的在最前面:已逾期、今日到期、本周到期、以后。"),
        _("点一件进去办;办结以后它从这里消失,流程交给下一位。勾选几件可以一起认领、一起办。"),
    ),
    "inbox.receipts": lambda: Help(
        _("交到您单位、等签收的件。"), _("签收只表示收到了,时限从交办时起算;签收以后到待办里办。")
    ),
    "inbox.done_list": lambda: Help(
        _("您办结过的环节,最近的在前面。"), _("点开看后来办到哪一步;流程允许的,可以在环节页撤回。")
    ),
    "inbox.started_list": lambda: Help(
        _("您发起的办件。"), _("点开看现在在谁手上;要催、要撤销,都在办件页。")
    ),
    "inbox.told": lambda: Help(
        _("抄送、传阅给您的办件。"), _("传阅的看完点“已阅”,送的人就知道了;抄送的只供了解,可以点“已读”。")
    ),
    "inbox.followed": lambda: Help(_("您点了“关注”的办件。"), _("不想再看到的,到办件页点“不再关注”。")),
    "tasks.page": lambda: Help(
        _("一个环节:要您做什么、什么时候要、凭哪一条。填写的内容停顿一秒半就存草稿。"),
        _("填好点“提交”,流程往下走;办不了的,用下面的转交、退回等,先看会怎样,再确认。"),
    ),
    "acts.page": lambda: Help(
        _("对这个环节做的一个动作,如退回、转交、加签。"),
        _("先填要问的,再看确认以后会怎样;点“确认”以前什么也没有变。"),
    ),
    "case_acts.page": lambda: Help(
        _("对整个办件做的一个动作,如抄送、传阅、中止、撤销。"),
        _("先填要问的,再看确认以后会怎样;点“确认”以前什么也没有变。"),
    ),
    "oral.page": lambda: Help(_("替领导记下口头批示。"), _("记下以后送领导本人的待办,本人确认的才生效。")),
    "cases.page": lambda: Help(
        _("一个办件的全部:现在在谁手上、时限、流程图、填过的内容、文书附件和经过。"),
        _("轮到您的环节在最上面,点进去办;下面的按钮是对整个办件的动作。"),
    ),
    "cases.slip": lambda: Help(
        _("给申请人的查询条:编号、查询码和二维码。"), _("打印出来交给申请人本人;凭证第一次打印时也带着它。")
    ),
    "documents.page": lambda: Help(
        _("出具的一份文书,就是存档的那个 Word 文件。"), _("可以打印、下载;印在彩纸上的,勾选“不印底色”。")
    ),
    "attachments.page": lambda: Help(
        _("一个附件的预览,和它的各个版本。"), _("要看原样请下载;要交新的,在环节里上传同名的文件,旧的还在。")
    ),
    "requests.page": lambda: Help(
        _("向办件提出申请,如申请延期。"),
        _("提交后由有权的人审批;过了可以提出的时候,会告诉您依据哪一条不能受理。"),
    ),
    "messages.page": lambda: Help(
        _("发给您、您的岗位和单位的消息。"), _("点编号看办件;要不要同时发短信、邮件,在“通知方式”里选。")
    ),
    "notices.page": lambda: Help(
        _("选用什么方式通知您,什么时段不打扰。"), _("按规定必须送达的短信照发,其他的照您选的办。")
    ),
    "phrases.page": lambda: Help(
        _("您自己的常用语,一行一句。"), _("写意见时点一下就填上,只有您自己看得到。")
    ),
    "register.page": lambda: Help(
        _("办件台账:您能看到的全部办件,可以查找、筛选、导出。"),
        _("点标题看办件;常用的筛选可以存起来,下次一点就到。选定一个流程再导出,表里还有每件填写的内容。"),
    ),
    "exports.other_readings": lambda: Help(
        _("同一件按其他读法算出来的日期。"), _("只供比较;正式的日期照现行的政策参数。")
    ),
    "start.processes": lambda: Help(
        _("您可以发起的流程。"), _("点一个,填发起的表;提交以后有编号,在“我发起”里找得到。")
    ),
    "start.page": lambda: Help(_("发起的表单。"), _("提交以后编号,流程开始走,时限开始算。")),
    "start_table.page": lambda: Help(
        _("用一张表格成批发起。"), _("先下载空表填好,上传后先试读;有一行不对,一件也不发起。")
    ),
    "imports.page": lambda: Help(_("成批导入督办事项。"), _("先试读,看清每一行;有一行不对,一项也不导入。")),
    "overview.page": lambda: Help(
        _("全县现在怎样:已逾期、临近、等签发,按单位分。"), _("每个数字点开就是清单。")
    ),
    "wall.page": lambda: Help(
        _("本周的数字,挂在墙上看:已逾期、临近、办结、谁值班。"), _("它自己更新,不用操作;要看清单到“总览”。")
    ),
    "roster.page": lambda: Help(
        _("今天和往后几天谁值班、谁接待。"), _("还没有排班的日子标在上面,由排班的人补上。")
    ),
    "window.page": lambda: Help(
        _("窗口:收件、查在库材料、打印、接着办。"),
        _("输号码调出在库材料,选事项,填申请;收件以后右边可以打印,按 Alt+N 到下一件。"),
    ),
    "window.today_list": lambda: Help(
        _("下班前必须告知申请人的件。"), _("点按钮去办;到期没有告知的,按规定视为受理。")
    ),
    "window.notice": lambda: Help(_("要告知申请人的一条,单独一张。"), _("打印出来交给申请人,再点“已告知”。")),
    "window.notices": lambda: Help(
        _("短信没有送到、要窗口告知的。"), _("打印或打电话,告知以后点“已告知”,记入办件。")
    ),
    "slips.page": lambda: Help(
        _("今天到点会发的督办单,事实和依据已经备好。"),
        _("可以改拟稿、记正当理由;什么也不做,到点自动发或送签。"),
    ),
    "timers.page": lambda: Help(_("以后会自己发生的事,最近的在前面。"), _("不该发的,点“暂缓”并写理由。")),
    "timers.fired": lambda: Help(_("已经自己发生过的事。"), _("点办件看当时的依据和经过。")),
    "timers.ask": lambda: Help(_("暂缓一件会自己发生的事。"), _("写明理由;暂缓以后记入办件,可以恢复。")),
    "unit.page": lambda: Help(
        _("本单位现在的事、时限和积分。"), _("点一件去办;扣分的每一条都有对应的单子。")
    ),
    "scores.page": lambda: Help(_("各单位一年的积分。"), _("点单位看每一条;可以导出。")),
    "sign.page": lambda: Help(_("等您签批的件,一件一页。"), _("点“阅签”,看事实、依据,一点就签。")),
    "sign.paper": lambda: Help(
        _("等您签的一件:事实、依据、此前的文书。"), _("同意的点大按钮,文书随即编号发出;不同意的写一句理由。")
    ),
    "policy.page": lambda: Help(
        _("县里可以调整的参数:几天、几分、谁来定。"), _("点一项看依据和历史;改了只管以后的时限。")
    ),
    "policy.number": lambda: Help(
        _("一个参数:现在的值、依据和历史。"), _("有权的可以定新的值,写明从哪天起、理由。")
    ),
    "rules.page": lambda: Help(
        _("规则书:每条规则的原文、读法,由哪个环节执行。"), _("点环节看图;没有执行的写明为什么。")
    ),
    "rules.diagram": lambda: Help(_("一条规则在流程图上的位置。"), _("标出来的环节执行这条规则。")),
    "calendar.page": lambda: Help(
        _("一年的工作日历:休息日、放假、调休。"), _("有了放假通知就导入,受影响的时限会重算。")
    ),
    "calendar.ask": lambda: Help(_("导入放假通知。"), _("先看会改变哪些时限,再确认。")),
    "calendar.notice": lambda: Help(_("一份放假通知和它的每一天。"), _("它从导入时起生效,以前的版本还在。")),
    "incidents.page": lambda: Help(_("走不下去、送不出去的办件和原因。"), _("照原因改好以后点“重试”。")),
    "publishing.page": lambda: Help(
        _("检查并发布流程文件夹。"), _("先看问题和改动,再发布;正在办的照原来的版本走。")
    ),
    "designer.page": lambda: Help(
        _("画流程的地方:草稿和已发布的流程。"), _("打开一个草稿去改;改好先查错、再演练、后发布。")
    ),
    "draft.page": lambda: Help(
        _("一个流程的草稿:图、表单、参数、模板、用例。"), _("改动随时保存;右边列出问题,演练通过再送发布。")
    ),
    "migration.page": lambda: Help(
        _("一个流程的各个版本,和还在旧版本上的办件。"), _("可以先试后迁,迁了还能退回。")
    ),
    "versions.page": lambda: Help(_("一个流程各个版本改了什么。"), _("选两个版本,逐条比较。")),
    "people.page": lambda: Help(_("单位、岗位、任职和代理。"), _("管理员在这里设代理;点单位改岗位和任职。")),
    "units.page": lambda: Help(
        _("一个单位的岗位、任职、分管、更名、合并、拆分。"), _("每项改动先看影响,再确认,并记入操作记录。")
    ),
    "accounts.page": lambda: Help(_("账号:新增、停用、给密码。"), _("给的密码第一次登录就要改。")),
    "texts.page": lambda: Help(
        _("各流程发出的通知和文书,按流程列出。"), _("找到哪个流程的哪个环节,在流程设计里改,复核以后生效。")
    ),
    "unit_import.choose": lambda: Help(
        _("从表格成批新设单位和岗位。"), _("先试读;有一行不对,一行也不导入。接着导入人员。")
    ),
    "accounts.choose": lambda: Help(_("从表格成批导入账号。"), _("先试读;有一行不对,一个也不导入。")),
    "accounts.own_password": lambda: Help(_("改自己的密码。"), _("改了以后别处的登录要重新登录。")),
    "audit.page": lambda: Help(
        _("逐条核对办件记录,看有没有人绕过程序直接改数据库。"),
        _("点“核验全部办件”;查出改动的,保留现场并报告监察机关。"),
    ),
    "audit.verify": lambda: Help(
        _("核验的结果:哪一件、第几条、哪一项被改动,原来是什么。"), _("还没有核验完的,点“接着核验”。")
    ),
    "operations.page": lambda: Help(_("谁在什么时候改了什么设置。"), _("可以按人、按日期找,可以导出。")),
    "shortcuts.page": lambda: Help(_("全部快捷键。"), _("在哪一页按 ? ,就看那一页有哪些。")),
    "more.page": lambda: Help(_("您能用的其他页面。"), _("点一个进去;常用的四项在上面的导航里。")),
    "demo.page": lambda: Help(_("演示站的时钟。"), _("往后拨,到点的事会自己发生;不能往回拨。")),
    "public.home": lambda: Help(
        _("群众和企业办事的地方,不用账号。"),
        _("找到事项看要什么材料,在网上申请;已经申请的,凭编号和查询码查进度。"),
    ),
    "public.matter": lambda: Help(
        _("一个事项怎么办:条件、材料、时限、收费、流程。"), _("材料备齐了点“网上申请”,或者到窗口办。")
    ),
    "public.published": lambda: Help(_("办结了的件的结果,不写个人信息。"), _("查自己的件,请到“查进度”。")),
    "public.promises": lambda: Help(_("承诺的时限兑现得怎样。"), _("数字每天重算。")),
    "public.blank_form": lambda: Help(
        _("这个事项的空白申请表。"), _("打印出来手填,连同材料交到窗口;带 * 的必须填。")
    ),
    "apply.page": lambda: Help(_("网上申请、投诉的表。"), _("提交以后得到编号和查询码,请记下或打印。")),
    "apply.given": lambda: Help(
        _("您的编号和查询码。"), _("凭它们查进度、补材料、评价;丢了要带证件到窗口查。")
    ),
    "progress.ask": lambda: Help(_("查进度要编号和查询码。"), _("两样都在您的凭证上。")),
    "progress.page": lambda: Help(_("您的件办到哪一步了。"), _("要补材料、可以评价的时候,这里有按钮。")),
    "progress.form": lambda: Help(_("向经办单位提交材料或申请。"), _("提交以后在进度里看得到。")),
    "public.reception": lambda: Help(
        _("县领导哪天接待群众。"), _("到时候带上材料来;平时的事请在“办事”里申请,或到窗口办。")
    ),
    "setup.page": lambda: Help(
        _("开站要备的几样:单位和人员、工作日历、事项目录、流程。"),
        _("没有备好的点进去办;都好了,各单位就能用了。"),
    ),
    "first_run.page": lambda: Help(
        _("第一次打开站点:设第一位管理员。"), _("设好以后用这个账号登录,再添别的账号;这一页就不再出现。")
    ),
    "sign_in.page": lambda: Help(_("工作人员登录。"), _("密码忘了请找系统管理员;群众办事不用登录。")),
}
"""The help of each page, by its endpoint."""
