"""A command and a weight format from outside, one file and one insertion each, are on the command line."""

from pathlib import Path

import numpy as np
import pytest

from bpexplorer.cli.main import main
from bpexplorer.cli.parser import COMMANDS
from bpexplorer.project.presets import preset
from bpexplorer.project.weights import FORMATS, import_weights
from tests.commands import answer
from tests.made_up.count import COUNT
from tests.made_up.plain_text import PLAIN_TEXT


@pytest.fixture(autouse=True)
def _added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COMMANDS, "count", COUNT)
    monkeypatch.setitem(FORMATS, PLAIN_TEXT.name, PLAIN_TEXT)


def test_it_is_in_the_help_and_answers_people_and_scripts(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "count the parameters of a network" in capsys.readouterr().out
    assert main(["count", "xor"]) == 0
    parameters = preset("xor").project().plan.spec.parameter_count
    assert capsys.readouterr().out == f"{parameters} parameters\n"
    assert answer(capsys, "count", "xor") == {"parameters": parameters}


def test_an_option_that_it_lacks_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["count", "xor", "--sideways"])
    assert ended.value.code == 2
    assert "--sideways" in capsys.readouterr().err


@pytest.mark.parametrize("by", ["ending", "option"])
def test_weights_are_written_and_read_in_the_format(tmp_path: Path, by: str) -> None:
    path = tmp_path / "xor.weights.txt"
    assert main(["export", "xor", str(path), *(["--format", "plain"] if by == "option" else [])]) == 0
    network = preset("xor").project().state.network()
    for ours, theirs in zip(network.weights, import_weights(path).network.weights, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert main(["info", str(path)]) == 0
    assert main(["check", str(path)]) == 0


def test_a_file_of_the_format_that_was_damaged_is_refused_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "xor.weights.txt"
    assert main(["export", "xor", str(path)]) == 0
    path.write_bytes(path.read_bytes().replace(b"layer1/bias 4 0.0", b"layer1/bias 4 0.5", 1))
    assert main(["info", str(path)]) == 1
    assert "the SHA-256 in its metadata is another" in capsys.readouterr().err
