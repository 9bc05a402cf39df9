"""The Celery application. Messages are wake-ups without content; what is to be done stands in the database."""

from typing import Any

from celery import Celery
from celery.signals import setup_logging

from engine import logging
from engine.settings import EMBEDDED_BROKER, Settings, read_settings
from workers import folder_broker
from workers.beat import SCHEDULE

MODULES = ("workers.timers", "workers.outbox", "workers.sweeps")


def configuration(settings: Settings) -> dict[str, Any]:
    """Celery's configuration for these settings."""
    return {
        **_broker(settings),
        "imports": MODULES,
        "beat_schedule": SCHEDULE,
        "beat_scheduler": "workers.beat:Ticks",
        "beat_max_loop_interval": 1,
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_ignore_result": True,
        "task_acks_late": True,
        "task_reject_on_worker_lost": False,
        "worker_prefetch_multiplier": 1,
        "worker_enable_remote_control": False,
        "worker_send_task_events": False,
        "worker_hijack_root_logger": False,
        "broker_connection_retry_on_startup": True,
        "timezone": "Asia/Shanghai",
    }


def _broker(settings: Settings) -> dict[str, Any]:
    if settings.broker_url != EMBEDDED_BROKER:
        return {"broker_url": settings.broker_url}
    return {
        "broker_url": f"{EMBEDDED_BROKER}localhost",
        "broker_transport": "workers.folder_broker:Transport",
        "broker_transport_options": folder_broker.options(settings.broker_folder),
    }


app = Celery("banjie", set_as_current=False)
app.add_defaults(lambda: configuration(read_settings()))


@setup_logging.connect
def _our_logs(**_: Any) -> None:
    settings = read_settings()
    logging.configure(settings.log_format, settings.log_level)
