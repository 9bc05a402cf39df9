"""Logs: one line an event, with the case's number, the act and who acts; never personal data.

Lines go to stderr (stdout belongs to answers): readable ones on a terminal, JSON where a collector reads them.
The libraries' own logs take the same way.
"""

import logging
import logging.config
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import structlog
from structlog.typing import Processor

_QUIET = (
    "alembic",
    "celery.app.trace",
    "celery.beat",
    "celery.worker.strategy",
    "kombu",
    "spiff",
    "waitress.queue",
)
"""Libraries that report every tick and every step; of them only warnings are of use."""


def configure(form: Literal["console", "json"], level: str = "INFO") -> None:
    """Set up the logs of this process, once at its start; again replaces the set-up."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=_last_steps(form))
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _last_steps(form: str) -> list[Processor]:
    """How a line is written; of a failure the places it passed, not the values there, which may be somebody's data."""
    steps: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if form == "json":
        return [
            *steps,
            structlog.processors.ExceptionRenderer(
                structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
            ),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    return [
        *steps,
        structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        ),
    ]


@contextmanager
def about(**facts: Any) -> Iterator[None]:
    """Let every line logged inside the block carry these facts: `case` (its number), `act`, `actor` (an id)."""
    with structlog.contextvars.bound_contextvars(**facts):
        yield
