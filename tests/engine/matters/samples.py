"""A small catalogue as a county would write it, and parts of it changed."""

from __future__ import annotations

TEXT = """
valid_from: 2020-01-01
offices: {住建局: 行政审批股, 发改局: 行政审批股}
papers:
  - {name: 申请表, form: 原件}
  - {name: 营业执照, form: 复印件, source: 市场监管局核发, reuse: true}
matters:
  - code: zjj-sgxk
    name: 施工许可
    kind: 行政许可
    unit: 住建局
    process: p
    subjects: [企业]
    steps: [收件, 受理, 审查, 决定]
    conditions: [有施工图]
    materials: [申请表, 营业执照]
    fee: 不收费
    penalties: 责令改正
    limits: {statutory: 20 wd, promised: 10 wd, extend: 10 wd}
    handlers: [承办人]
    departments:
      - {unit: 住建局, role: 主办}
      - {unit: 发改局, role: 协办}
    delegated_to: {unit: 发改局, document: 安政发1号, from: 2020-03-01, to: 2020-03-31}
  - code: fgj-ba
    name: 项目备案
    kind: 备案
    unit: 发改局
    process: p
    subjects: [企业]
    steps: [收件, 备案]
    conditions: [不属于核准目录]
    materials: [申请表]
    fee: 不收费
    penalties: 责令改正
    limits: {}
    handlers: [承办人]
    stopped: {from: 2020-03-16, reason: 上收}
bundles:
  - {code: kg, name: 开工一件事, theme: 投资建设, matters: [zjj-sgxk, fgj-ba]}
"""
UNITS = {"住建局": "zjj", "发改局": "fgj"}


def changed(*pairs: tuple[str, str]) -> str:
    """The sample with parts replaced; each must be there."""
    text = TEXT
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text
