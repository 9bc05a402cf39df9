"""The settings of one site: what differs from machine to machine, read once at start.

Everything is a `BANJIE_…` environment variable or a line of `.env` in the working directory; the variable
wins. What the county decides (policy, people, calendar) is data in the database, not a setting.
"""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from engine.words import side_by_side, words

EMBEDDED_BROKER = "filesystem://"
"""Messages as files inside the data directory: needs no server; for one machine."""


SECRET_KEY = "secret-key"
PREVIOUS_KEY = "secret-key.previous"
"""Files of the data directory that hold the site's key and, while it is exchanged, the one before."""


class SettingsError(ValueError):
    """A setting that cannot be used; the message names it and the remedy, in Chinese."""


class Settings(BaseSettings):
    """What this machine's part of the site needs to know. Build it with `read_settings`."""

    model_config = SettingsConfigDict(env_prefix="BANJIE_", env_file=".env", extra="ignore", frozen=True)

    data: Path = Path("data")
    """Directory of the database file, issued papers, attachments, the embedded broker and the secret key."""
    processes: Path = Path("processes")
    """Directory of the process folders and `county.yaml`."""
    database_url: str = Field("", repr=False)
    """`sqlite:///file` or `postgresql+psycopg://user@host/name`; empty: `banjie.db` in `data`."""
    broker_url: str = Field(EMBEDDED_BROKER, repr=False)
    """`redis://host/0`, or EMBEDDED_BROKER."""
    secret_key: str = Field("", repr=False)
    """Signs sessions, encrypts personal data; empty: made once and kept in `data`, readable by its owner only."""
    previous_secret_key: str = Field("", repr=False)
    """The key before: what it encrypted is still read, until `banjie personal rotate` has been through."""
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=1, le=65535)
    threads: int = Field(8, ge=1, le=256)
    """How many requests one web process answers at a time."""
    trusted_proxy: str = ""
    """Address of the reverse proxy whose X-Forwarded-For and -Proto are believed; empty: none."""
    demo: bool = False
    """Opens the demo's accounts and its movable clock; never in a county."""
    gateway_mail: str = Field("", repr=False)
    """Where e-mail leaves, as an Apprise address with {to} for the recipient; empty: no e-mail."""
    gateway_sms: str = Field("", repr=False)
    """Where short messages leave, likewise; {to} is the mobile number. A plain HTTP gateway is `json://host/path?to={to}`."""
    gateway_wecom: str = Field("", repr=False)
    """Where WeCom messages leave, likewise."""
    gateway_dingtalk: str = Field("", repr=False)
    """Where DingTalk messages leave, likewise."""
    soffice: str = ""
    """LibreOffice's program, which makes PDF of papers; empty: the one on the path, if any."""
    virus_scanner: str = Field("", repr=False)
    """Looks through every file uploaded: `clamd:///socket`, `clamd://host:3310`, or a command that reads the file on
    its input and ends with 1 where it is infected; empty: nothing looks."""
    log_format: Literal["console", "json"] = "console"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not value:
            return value
        try:
            driver = make_url(value).drivername
        except ArgumentError:
            driver = ""
        if driver not in ("sqlite", "postgresql+psycopg"):
            raise ValueError(
                words(
                    "应写作 sqlite:///文件路径 或 postgresql+psycopg://用户名:密码@主机/库名"
                    "(密码中的特殊字符须转义)"
                )
            )
        return value

    @field_validator("broker_url")
    @classmethod
    def _known_broker(cls, value: str) -> str:
        if value != EMBEDDED_BROKER and not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError(
                words("应写作 redis://主机:6379/0;只用一台机器时可写 %(embedded)s", embedded=EMBEDDED_BROKER)
            )
        return value

    @property
    def files(self) -> Path:
        """Directory of issued papers and attachments, by digest."""
        return self.data / "files"

    @property
    def pdf_folder(self) -> Path:
        """Directory of the PDF made of papers; may be emptied at any time."""
        return self.data / "pdf"

    @property
    def broker_folder(self) -> Path:
        """Directory of the embedded broker's messages."""
        return self.data / "broker"

    @property
    def database_file(self) -> Path | None:
        """The SQLite file, None on PostgreSQL."""
        url = make_url(self.database_url)
        return Path(url.database) if url.drivername == "sqlite" and url.database else None


def read_settings(**given: Any) -> Settings:
    """The settings of this process, complete: directories exist, the secret key is there.

    `given` goes before environment and `.env`. Raises SettingsError.
    """
    settings = _read(**given)
    data = settings.data.resolve()
    try:
        data.mkdir(parents=True, exist_ok=True)
        key = settings.secret_key or _kept_key(data / SECRET_KEY)
    except OSError as error:
        raise SettingsError(
            words(
                "数据目录 %(data)s(BANJIE_DATA)不能写入:%(error)s;请更换目录或修改其权限",
                data=data,
                error=error.strerror,
            )
        ) from error
    return settings.model_copy(
        update={
            "data": data,
            "processes": settings.processes.resolve(),
            "database_url": settings.database_url or f"sqlite:///{data / 'banjie.db'}",
            "secret_key": key,
        }
    )


def site_secret(data: Path) -> str:
    """The secret key of the site whose data directory this is: the setting's, else the one kept there.

    Raises SettingsError.
    """
    given = _read().secret_key
    if not given:
        data.mkdir(parents=True, exist_ok=True)
    return given or _kept_key(data / SECRET_KEY)


def previous_secret(data: Path) -> str:
    """The key before the present one: the setting's, else the one kept in the data directory; empty for none."""
    return _read().previous_secret_key or _if_kept(data / PREVIOUS_KEY)


def exchange_key(data: Path) -> None:
    """Make a new key in a data directory and keep the one before beside it, until `forget_previous_key`.

    Cut off anywhere it may be called again. Raises SettingsError where the key is a setting, or a key before
    is still kept.
    """
    if _read().secret_key:
        raise SettingsError(
            words(
                "密钥写在设置 BANJIE_SECRET_KEY 里:请把旧密钥移到 BANJIE_PREVIOUS_SECRET_KEY,"
                "写上新密钥,重新启动各进程,再运行本命令(不加 --new-key)"
            )
        )
    current, before = _kept_key(data / SECRET_KEY), _if_kept(data / PREVIOUS_KEY)
    if before and before != current:
        raise SettingsError(
            words("上一次更换还没有做完(%(key)s);请先运行 banjie personal rotate", key=data / PREVIOUS_KEY)
        )
    _write_over(data / PREVIOUS_KEY, current)
    _write_over(data / SECRET_KEY, secrets.token_urlsafe(48))


def forget_previous_key(data: Path) -> None:
    """Remove the key before from a data directory: nothing is encrypted with it any more."""
    (data / PREVIOUS_KEY).unlink(missing_ok=True)


def _if_kept(path: Path) -> str:
    return path.read_text(encoding="ascii").strip() if path.is_file() else ""


def _write_over(path: Path, key: str) -> None:
    """Write a key whole or not at all, readable by its owner only."""
    with NamedTemporaryFile("w", dir=path.parent, encoding="ascii", delete=False) as draft:
        draft.write(key)
        draft.flush()
        os.fsync(draft.fileno())
    os.replace(draft.name, path)


def _read(**given: Any) -> Settings:
    try:
        return Settings(**given)
    except ValidationError as error:
        raise SettingsError(side_by_side(map(_in_words, error.errors()), "\n")) from error


def _in_words(problem: Mapping[str, Any]) -> str:
    name = "BANJIE_" + str(problem["loc"][0]).upper()
    limits = problem.get("ctx", {})
    reason = {
        "value_error": str(limits.get("error", "")),
        "int_parsing": words("应为整数"),
        "bool_parsing": words("应为 1(开)或 0(关)"),
        "greater_than_equal": words("不能小于 %(least)s", least=limits.get("ge")),
        "less_than_equal": words("不能大于 %(most)s", most=limits.get("le")),
        "literal_error": words(
            "只能是 %(expected)s", expected=str(limits.get("expected", "")).replace(" or ", "、")
        ),
    }.get(problem["type"], words("填写不正确"))
    return words(
        "设置 %(name)s 的值“%(value)s”有误:%(reason)s。请修改环境变量或 .env 文件后重新启动",
        name=name,
        value=problem["input"],
        reason=reason,
    )


def _kept_key(path: Path) -> str:
    """The key kept at `path`; the first process to ask makes it, and two asking at once agree on one."""
    with suppress(FileNotFoundError):
        return path.read_text(encoding="ascii").strip()
    with NamedTemporaryFile("w", dir=path.parent, encoding="ascii") as draft:
        draft.write(secrets.token_urlsafe(48))
        draft.flush()
        with suppress(FileExistsError):
            os.link(draft.name, path)
    return path.read_text(encoding="ascii").strip()
