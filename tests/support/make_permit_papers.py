"""The Word templates of the papers about matters, as first made: receipt, acceptance, what is missing, decisions.

`python -m tests.support.make_permit_papers` writes them anew, with whatever a clerk has changed since lost.
"""

from __future__ import annotations

from dataclasses import replace

from tests.support.make_letters import Letter, write_letter

_TO = "{{ applicant }}："
_CENTRE = "安澜县政务服务中心"
_UNIT = "{{ unit }}"
_MATTER = "“{{ guide.name }}”"
_BUNDLE = "“{{ pack.name }}”"
_REMEDY = "如不服本决定，可以自收到本决定书之日起依法申请行政复议或者提起行政诉讼。"
_MISSING = "{% if missing is defined and missing %}尚缺：{% for each in missing %}{{ loop.index }}．{{ each }}；{% endfor %}{% endif %}{{ defects }}"


def _receipt(what: str) -> Letter:
    return Letter(
        "permit/documents/receipt.docx",
        "收 件 凭 证",
        _TO,
        (
            f"你（单位）申请办理{what}，本窗口于{{{{ received_on }}}}收到申请，办件编号{{{{ case_number }}}}。"
            "{% if province_number is defined and province_number %}省平台编号{{ province_number }}。{% endif %}",
            "应交材料：{% for each in wanted %}{{ loop.index }}．{{ each }}；{% else %}无。{% endfor %}",
            "已经在库、不必再交的：{{ on_file_text }}。",
            "本窗口将在规定期限内告知是否受理；逾期没有告知的，自收到申请材料之日起视为受理。",
        ),
        _CENTRE,
    )


def _supplement(what: str, file: str) -> Letter:
    return Letter(
        file,
        "补 正 告 知 书",
        _TO,
        (
            f"你（单位）申请办理的{what}（办件编号{{{{ case_number }}}}），材料需要补正，现一次告知：",
            _MISSING,
            "请于{{ deadlines.补正 | default('规定期限', true) }}前补正；逾期未补正的，退回申请材料，可以重新申请。",
        ),
        _CENTRE,
    )


def _returned(what: str) -> Letter:
    return Letter(
        "permit/documents/returned.docx",
        "退 件 通 知 书",
        _TO,
        (
            f"你（单位）申请办理的{what}（办件编号{{{{ case_number }}}}），经补正告知，期限内没有补正，现退回申请材料。",
            "材料备齐后可以重新申请；已经在库的材料不必再交。",
        ),
        _CENTRE,
    )


def _not_accepted(what: str) -> Letter:
    return Letter(
        "permit/documents/not-accepted.docx",
        "不 予 受 理 通 知 书",
        _TO,
        (
            f"你（单位）申请办理的{what}（办件编号{{{{ case_number }}}}），{{{{ why_not }}}}，决定不予受理。"
            "{% if where is defined and where %}请向{{ where }}申请。{% endif %}",
            _REMEDY,
        ),
        _CENTRE,
    )


def _accepted(what: str, limit: str) -> Letter:
    return Letter(
        "permit/documents/accepted.docx",
        "受 理 通 知 书",
        _TO,
        (
            f"你（单位）申请办理的{what}（办件编号{{{{ case_number }}}}），"
            "{% if deemed_accepted %}因没有在期限内告知，自收到申请材料之日起视为受理{% else %}"
            "材料齐全、符合法定形式，决定受理{% endif %}，受理日期{{ accepted_on }}。",
            limit,
            "特别程序和补正的时间不计入办理时限，届时另行书面告知。可凭办件编号查询进度。",
        ),
        _CENTRE,
    )


def _decision(file: str, title: str, *text: str) -> Letter:
    return Letter(file, title, _TO, text, _UNIT)


_LIMIT = "办理时限：{{ guide.limit_basis | default('本县规定', true) }}{{ limit_text }}{% if promise_by %}，{{ promise_by }}前办结{% endif %}。承办单位：{{ guide.unit }}。"
_LIMITS = "各事项的承办单位和办理时限：{% for each in pack.matters %}{{ each.name }}（{{ each.unit }}，{{ each.limit_basis | default('本县规定', true) }}）；{% endfor %}全部办完后统一发证。"
_APPLIED = "你（单位）申请办理的“{{ matter_name }}”（办件编号{{ case_number }}），"

LETTERS = (
    _receipt(_MATTER),
    _supplement(_MATTER, "permit/documents/supplement.docx"),
    _returned(_MATTER),
    _not_accepted(_MATTER),
    _accepted(_MATTER, _LIMIT),
    _decision(
        "permit/documents/done.docx",
        "办 结 通 知 书",
        f"{_APPLIED}符合规定条件，由窗口首席代表当场办结，准予办理。",
    ),
    _decision(
        "permit/documents/spot-refused.docx",
        "不 予 决 定 书",
        f"{_APPLIED}经审查，不符合规定条件，决定不予办理。",
        "理由和依据：{{ grounds }}",
        _REMEDY,
    ),
    *(
        replace(letter, file=letter.file.replace("permit/", "bundle/"))
        for letter in (
            _receipt(_BUNDLE),
            _supplement(_BUNDLE, "permit/documents/supplement.docx"),
            _returned(_BUNDLE),
            _not_accepted(_BUNDLE),
            _accepted(_BUNDLE, _LIMITS),
        )
    ),
    _decision(
        "permit_review/documents/granted.docx",
        "准 予 决 定 书",
        f"{_APPLIED}经审查，符合规定条件，决定准予。",
        "审查意见：{{ review_opinion }}",
    ),
    _decision(
        "permit_review/documents/refused.docx",
        "不 予 决 定 书",
        f"{_APPLIED}经审查，不符合规定条件，决定不予许可。",
        "理由和依据：{{ grounds }}",
        _REMEDY,
    ),
    _decision(
        "permit_review/documents/special.docx",
        "特 别 程 序 告 知 书",
        f"{_APPLIED}依法需要{{{{ special_kind }}}}，预计于{{{{ special_until }}}}完成，所需时间不计入办理时限。",
    ),
    _decision(
        "permit_review/documents/review-supplement.docx",
        "补 正 告 知 书",
        f"{_APPLIED}审查中发现材料需要补正，现一次告知：",
        "{{ lacking }}",
        "补正期间办理时限停止计算。",
    ),
    _decision(
        "permit_review/documents/extension.docx",
        "延 期 告 知 书",
        f"{_APPLIED}因{{{{ extension_reason }}}}，不能在{{{{ original_due }}}}前办结，经本机关负责人批准，"
        "延长{{ extension_days }}个工作日，现事先告知。",
    ),
)


LETTERS += (
    Letter(
        "first_inquiry/documents/elsewhere.docx",
        "首 问 告 知 单",
        "来访人：",
        (
            "您反映的“{{ about }}”不属于本机关职责。请去：{{ where }}。",
            "{% if lead_unit is defined and lead_unit %}该事项由{{ lead_unit }}牵头。{% endif %}如有不便，可以再找首问人联系。",
        ),
        _UNIT,
    ),
    Letter(
        "matter_change/documents/announcement.docx",
        "事 项 变 更 公 告",
        "各有关单位，社会公众：",
        (
            "{{ summary }}。依据：{{ basis }}。",
            "生效以前已经受理的，照原来的规定办理。现予公告，欢迎监督。",
        ),
        "安澜县人民政府",
    ),
    Letter(
        "consultation/documents/reply.docx",
        "答 复 单",
        "咨询人：",
        (
            "您提出的{{ kind }}（编号{{ case_number }}）：{{ question }}",
            "答复：{{ answer }}",
            "{% if lacking is defined and lacking %}还缺：{{ lacking }}。预审意见仅供参考，以窗口核对为准。{% endif %}",
        ),
        _UNIT,
    ),
)


def main() -> None:
    """Write every template."""
    for letter in LETTERS:
        write_letter(letter)


if __name__ == "__main__":
    main()
