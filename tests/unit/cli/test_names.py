"""A result is never written under the name of another kind of file; that is said before anything runs."""

from pathlib import Path

import pytest

from bpexplorer.project.weights import FORMATS
from tests.commands import answer

CONTRADICTIONS = {
    "export": ("--export", "w.npz", "--format", "safetensors"),
    "json": ("--export", "w.network2.json", "--format", "json"),
    "history": ("--history", "h.bpx"),
    "save": ("--save", "p.csv"),
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_training_refuses_a_name_that_contradicts_what_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    found = answer(capsys, "train", "xor", "--epochs", "1000000", *CONTRADICTIONS[name], code=1)
    assert found["error"]["code"] == "contradiction"
    assert list(tmp_path.iterdir()) == []


def test_export_refuses_it_too_and_takes_a_name_that_says_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = answer(capsys, "export", "xor", str(tmp_path / "w.npz"), "--format", "json", code=1)
    assert "NumPy archive" in found["error"]["message"]
    answer(capsys, "export", "xor", str(tmp_path / "w.dat"), "--format", "json")
    with (tmp_path / "w.dat").open("rb") as file:
        assert FORMATS["json"].is_mine(file)
