"""Which names the language reads, and which keys data may have."""

import re
import unicodedata
from collections.abc import Collection

from lark import Token

from engine.expressions.errors import ExpressionError
from engine.expressions.functions import BUILTIN_FUNCTIONS
from engine.expressions.parsing import Syntax
from engine.words import words

KEYWORDS = frozenset(
    {"if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "or", "and", "between"}
    | {"not", "true", "false", "null"}
)
_WORD = re.compile(r"[^\W\d]\w*")
_OTHER_SPELLINGS = {"none": "null", "nil": "null", "undefined": "null"}


def name_of(tree: Syntax) -> str:
    """The name a `name` node spells, parts joined by one space.

    Raises ExpressionError(syntax) for names the language keeps away: beginning with `_`, spelt with
    look-alike characters, or a keyword in capitals.
    """
    parts = [str(child) for child in tree.children if isinstance(child, Token)]
    if parts[0].startswith("`"):
        quoted = " ".join(parts[0][1:-1].split())
        _check_word(quoted or "_")
        return quoted
    for word in parts:
        _check_word(word)
        spelt = _OTHER_SPELLINGS.get(word.lower(), word.lower())
        if spelt in KEYWORDS and word != spelt:
            raise ExpressionError("syntax", words("“%(word)s”请写作小写的 %(spelt)s", word=word, spelt=spelt))
    return " ".join(parts)


def check_data_name(name: str, functions: Collection[str] = ()) -> None:
    """Refuse a key of case data or a script's assignment that expressions could not read plainly.

    Raises ExpressionError(syntax) for what is no name, begins with `_`, is a keyword, or is the name of a
    built-in function or of one of the host's `functions`.
    """
    parts = name.split(" ")
    if not all(_WORD.fullmatch(word) for word in parts):
        raise ExpressionError(
            "syntax", words("“%(name)s”不能作字段名;请用汉字、字母、数字和下划线,不以数字开头", name=name)
        )
    for word in parts:
        _check_word(word)
        if word in KEYWORDS or word.lower() in _OTHER_SPELLINGS or word.lower() in KEYWORDS:
            raise ExpressionError(
                "syntax", words("“%(word)s”是表达式的保留字,不能作字段名;请换一个", word=word)
            )
    if name in BUILTIN_FUNCTIONS or name in functions:
        raise ExpressionError("syntax", words("“%(name)s”是函数名,不能作字段名;请换一个", name=name))


def _check_word(word: str) -> None:
    if word.startswith("_"):
        raise ExpressionError("syntax", words("名称不能以下划线开头"))
    if unicodedata.normalize("NFKC", word) != word:
        raise ExpressionError(
            "syntax", words("“%(word)s”含有全角或形近字符;请用普通的半角字母、数字或规范汉字", word=word)
        )
