"""The Word templates of parallel approval and joint review, as first made.

`python -m tests.support.make_green_letters` writes them anew, with whatever a clerk has changed since lost.
"""

from __future__ import annotations

from tests.support.make_letters import Letter, write_letter

LETTERS = (
    Letter(
        "joint_review/documents/total-extension.docx",
        "延期告知书",
        "{{ applicant }}：",
        (
            "你（单位）申请的“{{ project }}”（办件编号{{ case_number }}），因{{ extension_reason }}，"
            "不能在{{ original_due }}前办结，经县人民政府负责人批准，延长{{ extension_days }}个工作日，现事先告知。",
        ),
        "县政务服务中心",
    ),
    Letter(
        "joint_review/documents/notice.docx",
        "{{ review_kind }}通知书",
        "{{ asked }}：",
        (
            "“{{ title }}”定于{{ review_at }}在{{ review_place }}进行{{ review_kind }}，请你单位派员参加，"
            "审查内容：{{ matter }}。",
            "审查要点：{{ review_points | default('见会前材料', true) }}",
            "请收到后签收。每个部门当场出具一条意见：同意、不同意（须写明理由和依据）或者同意但需转报。"
            "不能参加的，请事先书面说明正当理由。",
        ),
        "{{ lead_unit }}",
    ),
    Letter(
        "joint_review/documents/minutes.docx",
        "{{ review_kind }}纪要",
        "各参加部门：",
        (
            "{{ review_at }}，{{ lead_unit }}在{{ review_place }}主持“{{ title }}”的{{ review_kind }}。"
            "到会部门：{{ present | default('无', true) }}。",
            "各部门意见：{{ summary }}。",
            "{% if late_views %}默许后补出的意见：{% for late in late_views %}{{ late.unit }}（{{ late.matter }}）"
            "{{ late.view }}{% if late.reason %}，理由：{{ late.reason }}{% endif %}；{% endfor %}{% endif %}",
            "{{ minutes }}",
            "结论：{{ conclusion }}。{% if changes is defined and changes %}{{ changes }}{% endif %}",
        ),
        "{{ lead_unit }}",
    ),
    Letter(
        "joint_review/documents/supplement.docx",
        "补正告知书",
        "{{ applicant | default('申请人', true) }}：",
        (
            "你（单位）申请的“{{ project }}”，经{{ asked }}审查“{{ matter }}”，材料需要补正。现将全部内容一次告知：",
            "{{ missing }}",
            "请将补正材料交到县政务服务中心。从今日起暂停计时，收到补正材料后恢复；已经提供过的材料不必再交。",
        ),
        "县政务服务中心",
    ),
    Letter(
        "joint_review/documents/special.docx",
        "{{ special }}所需时间告知书",
        "{{ applicant | default('申请人', true) }}：",
        (
            "你（单位）申请的“{{ project }}”，{{ asked }}审查“{{ matter }}”需要进行{{ special }}，"
            "预计{{ special_until }}有结果。",
            "这段时间依法不计入审批时限。{{ special_note | default('', true) }}",
        ),
        "{{ asked }}",
    ),
    Letter(
        "green_channel/documents/mark.docx",
        "绿色通道认定书",
        "{{ applicant }}：",
        (
            "经发改局提名、分管副县长批准，“{{ project }}”（{{ key_kind | default('重大投资项目', true) }}）"
            "进入并联审批绿色通道，由绿色通道专窗受理，代办和督促优先。",
            "认定理由：{{ nomination }}",
        ),
        "县发展和改革局",
    ),
    Letter(
        "green_channel/documents/early.docx",
        "提前介入补正清单",
        "{{ applicant }}：",
        (
            "应你（单位）申请，有关部门对“{{ project }}”提前介入。下列材料请在正式申请时备齐：",
            "{{ early_list }}",
            "提前介入的意见只供准备材料，不代替正式审查，也不计入审批时限。",
        ),
        "县政务服务中心",
    ),
    Letter(
        "green_channel/documents/supplement-intake.docx",
        "补正告知书",
        "{{ applicant }}：",
        (
            "你（单位）申请的“{{ project }}”并联审批，材料需要补正。现将全部内容一次告知：",
            "{% if intake_papers is defined and intake_papers %}材料：{{ intake_papers }}。{% endif %}{{ intake_missing }}",
            "补正以后即予受理；已经提供过的材料不必再交。",
        ),
        "县政务服务中心",
    ),
    Letter(
        "green_channel/documents/not-accepted.docx",
        "不予受理决定书",
        "{{ applicant }}：",
        (
            "你（单位）申请的“{{ project }}”并联审批，经审查不予受理。",
            "理由：{{ intake_reason }}",
            "不服本决定的，可以依法申请行政复议或者提起行政诉讼。",
        ),
        "县政务服务中心",
    ),
    Letter(
        "green_channel/documents/accepted.docx",
        "并联审批受理通知书",
        "{{ applicant }}：",
        (
            "你（单位）申请的“{{ project }}”（{{ project_kind }}）于{{ accepted_on }}受理，统一编号{{ case_number }}。",
            "审批总时限{{ total_days }}个工作日，到{{ total_due }}届满；补正和依法进行的专家评审、听证、公示等所需时间"
            "不计入。",
            "全程只与受理窗口联系，凭统一编号可以查询进度。",
        ),
        "县政务服务中心",
    ),
    Letter(
        "green_channel/documents/bill.docx",
        "缴款通知单",
        "{{ applicant }}：",
        (
            "“{{ project }}”各阶段应缴费用已一次核算，合计{{ fee_total }}元：",
            "{% for fee in fees %}{{ fee.item }}{{ fee.amount }}元（{{ fee.basis }}）；{% endfor %}",
            "请凭本单一次缴清，缴清后发证。除本单所列，不得另行收费。",
        ),
        "县政务服务中心",
    ),
    Letter(
        "joint_review/documents/permit.docx",
        "关于{{ matter }}的决定",
        "{{ applicant }}：",
        (
            "你（单位）申请的“{{ project }}”{{ stage }}事项“{{ matter }}”，经审查，符合规定，准予办理。",
            "本件由受理窗口统一发证。",
        ),
        "{{ asked }}",
    ),
    Letter(
        "joint_review/documents/reply.docx",
        "{{ stage }}统一回复",
        "{{ applicant }}：",
        (
            "你（单位）申请的“{{ project }}”{{ stage }}阶段已经审结，结论：{{ stage_result }}。",
            "出证事项：{% for one in granted %}{{ one.matter }}（{{ one.unit }}）；{% endfor %}"
            "{% if referred %}须转报上级机关的：{{ referred }}。{% endif %}",
            "请到受理窗口一次领取全部证件。",
        ),
        "县政务服务中心",
    ),
    Letter(
        "joint_review/documents/refusal.docx",
        "不予许可决定书",
        "{{ applicant }}：",
        (
            "你（单位）申请的“{{ project }}”{{ stage }}阶段，经各部门审查，不予许可。",
            "理由：{{ refusal_reason }}",
            "依据：{{ refusal_basis }}",
            "不服本决定的，可以依法申请行政复议或者提起行政诉讼。",
        ),
        "{{ lead_unit }}",
    ),
    Letter(
        "market_entry/documents/market-accepted.docx",
        "企业开办受理通知书",
        "{{ applicant }}：",
        (
            "“{{ project }}”的企业开办申请于{{ accepted_on }}受理，统一编号{{ case_number }}，一并办理：{{ matters }}。",
            "总时限到{{ total_due }}届满，补正时间不计入。全程只与受理窗口联系。",
        ),
        "县政务服务中心",
    ),
    Letter(
        "market_entry/documents/market-supplement.docx",
        "补正告知书",
        "{{ applicant }}：",
        (
            "“{{ project }}”的企业开办申请，材料需要补正。现将全部内容一次告知：",
            "{{ intake_missing }}",
            "补正以后即予受理；已经提供过的材料不必再交。",
        ),
        "县政务服务中心",
    ),
    Letter(
        "market_entry/documents/market-not-accepted.docx",
        "不予受理决定书",
        "{{ applicant }}：",
        (
            "“{{ project }}”的企业开办申请，经审查不予受理。",
            "理由：{{ intake_reason }}",
            "不服本决定的，可以依法申请行政复议或者提起行政诉讼。",
        ),
        "县政务服务中心",
    ),
    Letter(
        "real_estate/documents/estate-missing.docx",
        "补正告知书",
        "{{ applicant }}：",
        (
            "你（单位）申请的{{ estate_kind }}（{{ place }}），材料需要补正。现将全部内容一次告知：",
            "{{ estate_missing }}",
            "补齐之后重新计时，60个办公分钟内出证。",
        ),
        "县自然资源和规划局不动产登记窗口",
    ),
    Letter(
        "real_estate/documents/estate-refusal.docx",
        "不予登记告知书",
        "{{ applicant }}：",
        (
            "你（单位）申请的{{ estate_kind }}（{{ place }}），经审核不予登记。",
            "理由：{{ refusal_reason }}",
            "不服本决定的，可以依法申请行政复议或者提起行政诉讼。",
        ),
        "县自然资源和规划局不动产登记窗口",
    ),
    Letter(
        "real_estate/documents/estate-receipt.docx",
        "不动产登记出证单",
        "{{ applicant }}：",
        (
            "{{ estate_kind }}（{{ place }}）已登簿，不动产权证号：{{ certificate }}。",
            "收件齐全：{{ complete_at }}；出证：{{ ready_at }}。",
        ),
        "县自然资源和规划局不动产登记窗口",
    ),
)


if __name__ == "__main__":
    for each in LETTERS:
        write_letter(each)
