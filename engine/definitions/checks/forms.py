"""Form files are judged by the very reader that validates what people submit."""

from collections.abc import Iterator

from engine.definitions.checks.expressions import HOUSE_FUNCTIONS
from engine.records.forms import FormError, read_form
from engine.words import words


def form_problems(content: bytes) -> Iterator[tuple[str, str]]:
    """(message, remedy) for everything wrong with a form file."""
    try:
        read_form(content, HOUSE_FUNCTIONS)
    except FormError as error:
        for problem in error.problems:
            yield problem, words("请在表单设计器里改正后重新保存。")
