"""Which expression languages a diagram may name: FEEL, or none at all."""

from engine.expressions.errors import ExpressionError
from engine.words import words

FEEL_LANGUAGES = frozenset(
    {
        "feel",
        "http://www.omg.org/spec/feel/20140401",
        "http://www.omg.org/spec/dmn/20180521/feel/",
        "https://www.omg.org/spec/dmn/20191111/feel/",
        "https://www.omg.org/spec/dmn/20211108/feel/",
        "https://www.omg.org/spec/dmn/20230324/feel/",
    }
)
"""FEEL's names in DMN 1.1 to 1.5, in small letters."""


def check_language(language: str | None) -> None:
    """Accept FEEL and the absence of a language; nothing is ever translated from another one.

    Raises ExpressionError(syntax) for XPath, JUEL, JavaScript, Groovy and every other.
    """
    if language is None or not language.strip():
        return
    known = {name.rstrip("/") for name in FEEL_LANGUAGES}
    if language.strip().lower().rstrip("/") not in known:
        raise ExpressionError(
            "syntax",
            words(
                "本系统只运行 FEEL 表达式,不运行“%(language)s”;请改写成 FEEL 并去掉语言标注",
                language=language[:60],
            ),
        )
