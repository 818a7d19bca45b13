"""Running the command line within a test."""

import json
from typing import Any

import pytest

from bpexplorer.cli import main


def answer(capsys: pytest.CaptureFixture[str], *argv: str, code: int = 0) -> dict[str, Any]:
    """What a command answers to scripts; it must end with ``code``."""
    capsys.readouterr()
    assert main([*argv, "--json"]) == code
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def refusal(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    """The sentence with which a command says what is to be put right."""
    capsys.readouterr()
    assert main([*argv]) == 1
    written = capsys.readouterr()
    assert written.out == ""
    assert written.err.count("\n") == 1
    return written.err
