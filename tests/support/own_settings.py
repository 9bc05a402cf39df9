"""Settings that a test gives by itself: no file of this machine is read for them."""

from pydantic_settings import SettingsConfigDict

from engine.settings import Settings


class OwnSettings(Settings):
    """As `Settings`, without an `.env` file."""

    model_config = SettingsConfigDict(env_file=None)
