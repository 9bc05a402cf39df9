"""Gateways by which messages leave the site: e-mail, SMS, WeCom, DingTalk, through Apprise."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import apprise

from engine.records.deliveries import CHANNELS
from engine.settings import Settings


class GatewayError(Exception):
    """The gateway did not take a message; the message says so in Chinese."""


class Gateways:
    """The gateways a site has; without any, every message stands in the page alone."""

    def __init__(self, settings: Settings) -> None:
        found = {name: str(getattr(settings, f"gateway_{name}")) for name in CHANNELS}
        self._addresses: Mapping[str, str] = {name: address for name, address in found.items() if address}

    @property
    def channels(self) -> frozenset[str]:
        """The channels that have a gateway."""
        return frozenset(self._addresses)

    def send(self, channel: str, to: str, title: str, text: str) -> None:
        """Give one message to a gateway. Raises GatewayError where it is not taken."""
        sender: Any = apprise.Apprise()
        if not sender.add(self._addresses[channel].replace("{to}", quote(to, safe=""))):
            raise GatewayError(f"{channel} 网关的地址写得不对,请核对设置 BANJIE_GATEWAY_{channel.upper()}")
        if not sender.notify(title=title, body=text):
            raise GatewayError(f"{channel} 网关没有收下")
