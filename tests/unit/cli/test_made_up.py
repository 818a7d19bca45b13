"""Entries that somebody adds from outside are at once what the command line can be told, and what it tells."""

from pathlib import Path

import pytest

from bpexplorer.cli.main import main
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.data.choice import default_choice
from bpexplorer.project import files
from bpexplorer.project.plan import Plan
from bpexplorer.project.project import Project
from tests.commands import answer
from tests.made_up.adding import MADE_UP, add_all

FLAGS = (
    *("--activations", "arctan,arctan", "--layers", "2,3,1", "--set", "cost=log_cosh"),
    *(
        "--set",
        "optimizer=averaged",
        "--set",
        "fading=0.5",
        "--set",
        "initializer=signs",
        "--set",
        "size=0.2",
    ),
)


@pytest.fixture(autouse=True)
def _added(monkeypatch: pytest.MonkeyPatch) -> None:
    add_all(monkeypatch)


@pytest.mark.parametrize("kind", [kind for kind in MADE_UP if kind != "data set"])
def test_options_lists_them_and_says_what_they_are_for(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    one = MADE_UP[kind][1]
    assert main(["options"]) == 0
    listed = capsys.readouterr().out
    assert one.name in listed
    assert one.formula in listed
    assert main(["options", one.name]) == 0
    said = capsys.readouterr().out
    assert one.purpose in said
    assert all(setting.purpose in said or setting.name in said for setting in getattr(one, "settings", ()))


def test_train_takes_them_and_what_it_saves_can_be_checked_inspected_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "mine.bpx"
    found = answer(capsys, "train", "xor", "--epochs", "2", *FLAGS, "--save", str(saved))
    assert found["pair"]["error"] == "δ = σ′(z) · tanh(a − y)"
    config = files.load(saved).plan.config
    assert (config.cost, config.optimizer_settings, config.initializer_settings) == (
        "log_cosh",
        {"fading": 0.5},
        {"size": 0.2},
    )
    for command in ("check", "inspect", "info"):
        assert main([command, str(saved)]) == 0
    said = capsys.readouterr().out
    assert "averaged 0.3, fading 0.5" in said
    assert "signs, size 0.2" in said


def test_a_project_with_a_data_set_from_outside_is_trained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = NetworkSpec.create([2, 3, 1], ["tanh", "sigmoid"])
    plan = Plan(spec, TrainingConfig(cost="cross_entropy"), default_choice("stripes"))
    files.save(Project.at_start(plan), tmp_path / "stripes.bpx")
    answer(
        capsys, "train", str(tmp_path / "stripes.bpx"), "--epochs", "3", "--save", str(tmp_path / "on.bpx")
    )
    assert files.load(tmp_path / "on.bpx").plan.data.name == "stripes"


def test_a_name_that_is_nearly_one_of_them_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "xor", "--set", "optimizer=averagd"]) == 1
    assert "Is averaged meant?" in capsys.readouterr().err
