"""Output maps in the window: asked for while the canvas shows them, and only where there are some."""

from collections.abc import Callable

import numpy as np

from bpexplorer.core.output_maps import OutputMaps, read_maps
from bpexplorer.project.presets import preset
from tests.windows import Desk


def maps_of(desk: Desk) -> list[OutputMaps]:
    found: list[OutputMaps] = []
    desk.window.map_reader.maps_changed.connect(found.append)
    return found


def test_maps_are_read_once_they_are_chosen_and_follow_training(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(preset("hill").project())
    found = maps_of(desk)
    desk.run_epochs(1)
    assert found == []
    desk.pick("neurons_by", "a, as a map")
    desk.wait(lambda: bool(found) and found[-1].step == desk.frame.step)
    desk.run_epochs(1)
    desk.wait(lambda: found[-1].step == desk.frame.step)
    expected = read_maps(desk.frame.trained_network, desk.frame.data, step=desk.frame.step)
    for shown, wanted in zip(found[-1].layers, expected.layers, strict=True):
        assert shown is not None
        np.testing.assert_array_equal(shown, wanted)


def test_the_digits_have_no_maps_and_the_legend_says_so(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk()
    found = maps_of(desk)
    desk.pick("neurons_by", "a, as a map")
    desk.run_epochs(1)
    assert found == []
    assert "a map needs data with one or two inputs" in desk.window.canvas.foot.bar.note_text()
