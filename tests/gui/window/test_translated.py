"""Everything that the window says can be said in another language."""

import subprocess
import sys
from pathlib import Path


def test_nothing_that_the_window_says_goes_past_the_translation() -> None:
    """In a process of its own: tables of words are made when the program is imported."""
    said = subprocess.run(
        [sys.executable, "-m", "tests.in_tongues"],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "asked" in said.stdout, said.stderr
    assert not said.stdout.replace("asked\n", ""), said.stdout
