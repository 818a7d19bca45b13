"""Anything is done to a window, in a process of its own: it holds together, and what is saved opens equal."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux")


@pytest.mark.timeout(0)
def test_whatever_is_done_to_a_window_it_holds_together(
    tmp_path: Path, trials: Callable[[int, int], int]
) -> None:
    seeds, events = trials(1, 100), trials(150, 3_000)
    options = ["--seeds", str(seeds), "--events", str(events), "--keep", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.attack.anything", "play", *options],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"seed {seeds - 1}: " in done.stdout
