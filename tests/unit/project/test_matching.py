"""Weights that come alone begin in the example whose data they fit."""

from pathlib import Path

import numpy as np
import pytest

from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.network import Network
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.data.scaling import Scaling
from bpexplorer.project import files, sources, weights
from bpexplorer.project.matching import example_for
from bpexplorer.project.presets import PRESETS, preset
from bpexplorer.project.project import Project
from bpexplorer.project.weights import WeightsFile


@pytest.mark.parametrize("name", PRESETS)
def test_the_weights_of_an_example_find_it_again(name: str) -> None:
    trainer = Trainer(preset(name).project().state)
    while trainer.epoch < 5:
        trainer.advance(10_000)
    project = Project(preset(name).plan, trainer.state())
    assert example_for(project.weights()) is preset(name)


def test_weights_that_fit_no_example_are_told_with_what_they_need() -> None:
    network = Network([np.ones((1, 5))], [np.ones(1)], ["sigmoid"])
    alone = WeightsFile(network=network, scaling=Scaling(np.zeros(5), np.ones(5)), cost="quadratic")
    with pytest.raises(
        BpExplorerError, match="5 inputs and 1 output, and no example has such data"
    ) as refused:
        example_for(alone)
    assert "File → Import weights" in str(refused.value)


def test_a_file_is_read_as_what_it_holds_whatever_its_name(tmp_path: Path) -> None:
    project = preset("xor").project()
    files.save(project, tmp_path / "a.dat")
    weights.export_weights(project.weights(), tmp_path / "b.dat", format_name="npz")
    assert isinstance(sources.load(tmp_path / "a.dat"), Project)
    assert isinstance(sources.load(tmp_path / "b.dat"), WeightsFile)
