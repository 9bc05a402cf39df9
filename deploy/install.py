"""Install Banjie into `.venv` and build its browser parts, from the locks and nothing else.

Run from the repository's root by `make`: `python -m deploy.install [--with-tools]`. Needs Python 3.11
and a network; the rest comes from the locked packages, Node included. What is done already is not done
again: each step leaves a stamp with the digest of what it was made from.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.console import complain, say
from deploy.system_packages import apt_install

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
STAMPS = VENV / "stamps"
FRONTEND = ROOT / "web" / "frontend"
BUNDLES = ROOT / "web" / "static" / "dist" / "manifest.json"
PIP = (
    str(BIN / "python"),
    "-m",
    "pip",
    "install",
    "--quiet",
    "--no-compile",
    "--disable-pip-version-check",
    "--no-input",
)


class StepFailed(Exception):
    """A step's command did not succeed; its own output has been shown."""


@dataclass(frozen=True)
class Step:
    """A command, what it is made from (files and directories), and a file it must leave behind."""

    name: str
    chinese: str
    english: str
    command: tuple[str, ...]
    inputs: tuple[Path, ...]
    leaves: Path
    directory: Path = ROOT

    @property
    def digest(self) -> str:
        """Changes when the command or anything in its inputs does."""
        found = hashlib.sha256("\0".join(self.command).encode())
        for path in _files(self.inputs):
            found.update(str(path).encode() + b"\0" + path.read_bytes())
        return found.hexdigest()

    def run_if_needed(self, stamps: Path) -> None:
        """Run the command unless `stamps` says that its result is there already. Raises StepFailed."""
        stamp, digest = stamps / self.name, self.digest
        if self.leaves.exists() and stamp.exists() and stamp.read_text() == digest:
            return
        say(self.chinese, self.english)
        stamp.unlink(missing_ok=True)
        environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
        if subprocess.run(self.command, cwd=self.directory, env=environment, check=False).returncode:
            raise StepFailed(self.name)
        stamps.mkdir(exist_ok=True)
        stamp.write_text(digest)


def _files(paths: Iterable[Path]) -> list[Path]:
    return sorted(
        file for path in paths for file in (path.rglob("*") if path.is_dir() else [path]) if file.is_file()
    )


def _locked(name: str, chinese: str, english: str, leaves: str) -> Step:
    """What one lock lists. A part that has no wheel is built with the locked setuptools, not a fetched one."""
    lock = ROOT / "requirements" / f"{name}.lock"
    command = (*PIP, "--require-hashes", "--no-build-isolation", "--use-pep517", "--requirement", str(lock))
    return Step(name, chinese, english, command, (lock,), BIN / leaves)


RUNTIME = _locked("runtime", "安装运行用的 Python 部件", "installing the Python parts that run", "celery")
BUILD = _locked("build", "安装构建工具和 Node", "installing build tools and Node", "npm")
TOOLS = _locked("dev", "安装测试和检查工具", "installing tools for tests and checks", "pytest")
PACKAGE = Step(
    "package",
    "安装办结本身",
    "installing Banjie itself",
    (*PIP, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)),
    (ROOT / "pyproject.toml",),
    BIN / "banjie",
)
NODE_MODULES = Step(
    "node_modules",
    "安装网页部件",
    "installing the browser parts",
    (str(BIN / "npm"), "ci", "--no-audit", "--no-fund", "--loglevel", "error"),
    (FRONTEND / "package-lock.json", FRONTEND / ".npmrc"),
    FRONTEND / "node_modules" / ".package-lock.json",
    FRONTEND,
)
BROWSER = Step(
    "browser",
    "构建网页部件",
    "building the browser parts",
    (str(BIN / "npm"), "run", "build", "--silent", "--", "--logLevel", "warn"),
    (FRONTEND / "src", FRONTEND / "tools", FRONTEND / "vite.config.js", FRONTEND / "package-lock.json"),
    BUNDLES,
    FRONTEND,
)


def _make_venv() -> None:
    """Create `.venv` unless it works already. Raises StepFailed."""
    if _quietly([str(BIN / "python"), "-c", "import pip"]):
        return
    say("建立 .venv", "creating .venv")
    create = [sys.executable, "-m", "venv", str(VENV)]
    # Debian and Ubuntu keep a part of venv in a package of its own.
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    for _ in range(2):
        shutil.rmtree(VENV, ignore_errors=True)
        if _quietly(create):
            return
        if not apt_install([package]):
            break
    complain(
        f"建不了 Python 虚拟环境。Debian、Ubuntu 上请先执行：sudo apt-get install {package}",
        f"Cannot create a Python virtual environment. On Debian or Ubuntu run: sudo apt-get install {package}",
    )
    raise StepFailed("venv")


def _quietly(command: Sequence[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def main(arguments: Sequence[str]) -> int:
    """Install; with `--with-tools` also what tests and checks need. Returns the exit status."""
    steps = [BUILD, RUNTIME, PACKAGE, NODE_MODULES, BROWSER]
    if "--with-tools" in arguments:
        steps.append(TOOLS)
    try:
        _make_venv()
        for step in steps:
            step.run_if_needed(STAMPS)
    except StepFailed as failure:
        complain(
            f"安装停在“{failure}”这一步，原因见上。多半是网络不通：请检查网络或代理、镜像设置，再执行同一条命令，"
            "已做完的不会重做。",
            f"Stopped at step “{failure}”; the reason is above. Often it is the network: check it, or your proxy "
            "or mirror settings, and run the same command again. What is done is not done twice.",
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
