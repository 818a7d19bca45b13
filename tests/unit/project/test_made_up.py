"""Entries that somebody adds from outside are in project files and weights files; without them both are refused."""

from pathlib import Path

import pytest

from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.data.choice import default_choice
from bpexplorer.project import files
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.plan import Plan
from bpexplorer.project.project import Project
from bpexplorer.project.weights import FORMATS, export_weights, import_weights
from tests.made_up.adding import MADE_UP, add_all
from tests.runs import advance

#: network2's file knows sigmoids only, whatever this program knows.
FORMATS_OF_ALL = [name for name in FORMATS if name != "network2"]


@pytest.fixture
def project(monkeypatch: pytest.MonkeyPatch) -> Project:
    """A run of all that is made up."""
    add_all(monkeypatch)
    plan = Plan(
        NetworkSpec.create([2, 3, 1], ["arctan", "arctan"]),
        TrainingConfig(cost="log_cosh", optimizer="averaged", initializer="signs", learning_rate=0.1),
        default_choice("stripes"),
    )
    return Project(plan, advance(Trainer(Project.at_start(plan).state), 20).state())


def test_a_project_with_all_of_them_comes_back_and_goes_on_to_the_bit(
    project: Project, tmp_path: Path
) -> None:
    files.save(project, tmp_path / "a.bpx")
    back = files.load(tmp_path / "a.bpx")
    assert back.plan == project.plan
    ours, theirs = (advance(Trainer(one.state), 20).state() for one in (project, back))
    assert (ours.planes.flat == theirs.planes.flat).all()
    assert ours.config == theirs.config


@pytest.mark.parametrize("kind", MADE_UP)
def test_a_file_is_refused_in_a_sentence_where_an_entry_is_not_known(
    project: Project, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = files.dump(project)
    table, one = MADE_UP[kind]
    monkeypatch.delitem(table, one.name)
    with pytest.raises(ProjectFileError, match=one.name) as caught:
        files.parse(data)
    assert caught.value.remedy


@pytest.mark.parametrize("name", FORMATS_OF_ALL)
def test_weights_with_a_new_activation_and_cost_come_back_from_every_format(
    project: Project, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"weights{FORMATS[name].extension}"
    export_weights(project.weights(), path, format_name=name)
    back = import_weights(path)
    assert back.network.activations == ("arctan", "arctan")
    assert back.cost == "log_cosh"
    for kind in ("activation", "cost"):
        table, one = MADE_UP[kind]
        with monkeypatch.context() as patch:
            patch.delitem(table, one.name)
            with pytest.raises(ProjectFileError, match=one.name):
                import_weights(path)
