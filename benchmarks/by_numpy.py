"""What steps that numpy makes leave to the window: lateness and speed at full speed, with two workspaces shown."""

from dataclasses import replace

from lateness import SECONDS, Metronome, rows
from program import opened_window, pause, play, run_for, show_workspace
from report import Row
from speed import PAIRS, against_alone

from bpexplorer.app import OPENING_PRESET
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.project.presets import preset
from bpexplorer.project.project import Project

SHOWN = ("explore", "train")


def project() -> Project:
    """The opening example as it is trained where no engine is compiled."""
    plan = preset(OPENING_PRESET).plan
    return Project.at_start(replace(plan, config=plan.config.with_changes(engine="numpy")))


def measure() -> list[Row]:
    """Of each of these workspaces: how late events are, and how fast training is against the trainer alone."""
    trainer = Trainer(project().state)
    result: list[Row] = []
    with opened_window(project()) as window:
        metronome = Metronome()
        run_for(1.0)
        for workspace in SHOWN:
            show_workspace(window, workspace)
            play(window, speed=None)
            result += rows(f"{workspace}, numpy, full speed", metronome.run(SECONDS), limited=True)
            pause(window)
            result += against_alone(window, trainer, f"{workspace}, numpy", pairs=PAIRS // 2, limit=None)
    return result
