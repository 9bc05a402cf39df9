"""The tests of the browser parts' pure functions, run by Node's own test runner."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.web.frontend.conftest import STATIC

NODE = Path(sys.executable).parent / "node"


def test_pure_functions() -> None:
    frontend = STATIC.parent / "frontend"
    result = subprocess.run([NODE, "--test"], cwd=frontend, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "# fail 0" in result.stdout or "ℹ fail 0" in result.stdout
    assert "pass 0" not in result.stdout
