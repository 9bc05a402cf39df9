"""What people write who come from other languages or a Chinese keyboard, and what to write instead."""

import re
import unicodedata

from engine.expressions.errors import ExpressionError, Place
from engine.words import words

_ELSEWHERE = re.compile(r"\s*(?:[$#]\{|\{\{|<%|#!)")
_CRON = re.compile(r"\s*(?:[0-9*?/,LW#-]+\s+){4,6}[0-9A-Z*?/,L#-]+\s*")

_SYMBOLS: tuple[tuple[str, str], ...] = (
    ("==", words("相等写一个等号:a = b")),
    ("&&", words("“并且”写 and")),
    ("||", words("“或者”写 or")),
    ("'", words('文字用英文双引号括起来:"同意"')),
    ("=>", words("大于等于写 >=")),
    ("=<", words("小于等于写 <=")),
    ("<>", words("不相等写 !=")),
    ("!=", words("不相等写在两个值中间:a != b")),
    ("!", words("“不是”写 not(…)")),
    ("%", words("求余数写 modulo(a, b)")),
    ("//", words("// 之后是注释;除法写 /")),
    (";", words("一处只写一个表达式;脚本里一行写一条,不用分号")),
    ("“", words('引号要用英文的 "')),
    ("”", words('引号要用英文的 "')),
    ("‘", words('引号要用英文的 "')),
    ("’", words('引号要用英文的 "')),
    ("、", words("用英文逗号 , 分隔")),
    (words("。"), words("句点要用英文的 .")),
    ("【", words("方括号要用英文的 [")),
    ("】", words("方括号要用英文的 ]")),
    ("《", words("文字要放在英文双引号里")),
    ("≥", words("大于等于写 >=")),
    ("≤", words("小于等于写 <=")),
    ("≠", words("不相等写 !=")),
    ("×", words("乘号写 *")),
    ("÷", words("除号写 /")),
    ("?", words("问号只在决策表的输入格里代表输入值;条件写 if … then … else …")),
)


def hint_before(text: str) -> None:
    """Refuse a text that is plainly of another language; raises ExpressionError(syntax)."""
    if _ELSEWHERE.match(text):
        raise ExpressionError(
            "syntax",
            words("这是别的表达式语言(如 ${…}),本系统不运行;请改写成 FEEL,例如 ${a == 1} 写作 a = 1"),
            Place(1, 1, text.strip()[:30]),
        )


def hint_at(text: str, position: int) -> str | None:
    """How to write what stands at, or just before, this place; None when there is no such advice."""
    if _CRON.fullmatch(text):
        return words("不认识 cron 写法;循环请写 ISO 8601,例如 R/2026-01-05T09:00/P7D")
    if text[:position].rstrip().endswith("not"):
        return words("“不是”写 not(…),括号不能少")
    plain = unicodedata.normalize("NFKC", text[position : position + 1])
    if plain != text[position : position + 1] and plain.isascii():
        return words("这是全角符号,请改用半角的 %(plain)s", plain=plain)
    for start in (position, max(position - 1, 0)):
        for symbol, hint in _SYMBOLS:
            if text.startswith(symbol, start) and (start == position or len(symbol) > 1):
                return hint
    return None
