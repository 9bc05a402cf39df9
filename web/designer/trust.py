"""The counties whose procedures may be imported: their names by their public keys, a setting of the site."""

from typing import Final

from sqlalchemy import Connection

from engine.records.signature import signer_of
from engine.site import read_setting, write_setting
from web.i18n import _
from web.site import site

_SETTING: Final = "trusted_signers"


def own_key() -> str:
    """This site's public key."""
    return signer_of(site().settings.data).public


def trusted(connection: Connection) -> dict[str, str]:
    """The names of the counties by their public keys."""
    return dict(read_setting(connection, _SETTING, {}))


def everybody(connection: Connection) -> dict[str, str]:
    """The trusted counties and this one."""
    return {**trusted(connection), own_key(): _("本县")}


def trust(connection: Connection, key: str, name: str) -> None:
    """From now on, take procedures signed with this key."""
    write_setting(connection, _SETTING, {**trusted(connection), key: name})


def distrust(connection: Connection, key: str) -> None:
    """No longer take procedures signed with this key."""
    left = {known: name for known, name in trusted(connection).items() if known != key}
    write_setting(connection, _SETTING, left)
