"""Install packages of the operating system, where that is allowed without asking for a password."""

import os
import shutil
import subprocess
from collections.abc import Sequence

from deploy.console import say

QUIET = {"DEBIAN_FRONTEND": "noninteractive"}


def apt_install(packages: Sequence[str]) -> bool:
    """Install Debian or Ubuntu packages; True if apt-get says it did.

    False where there is no apt-get, or neither root nor a sudo that needs no password.
    """
    prefix = _as_root()
    if prefix is None or shutil.which("apt-get") is None:
        return False
    names = " ".join(packages)
    say(f"用 apt-get 安装 {names}", f"installing {names} with apt-get")
    install = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *packages]
    # A list of packages may be missing or old; installing tells whether that matters.
    _run([*prefix, "apt-get", "update", "--quiet"])
    return _run([*prefix, *install])


def _as_root() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and _run([sudo, "--non-interactive", "true"]):
        return [sudo, "--non-interactive"]
    return None


def _run(command: Sequence[str]) -> bool:
    environment = {**os.environ, **QUIET}
    result = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
    return result.returncode == 0
