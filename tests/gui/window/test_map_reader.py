"""Output maps in the window: asked for while the canvas shows them, and only where there are some."""

from collections.abc import Callable

import numpy as np

from bpexplorer.core.readings.maps import OutputMaps, read_maps
from bpexplorer.project.presets import preset
from tests.windows import Desk


def maps_of(desk: Desk) -> OutputMaps | None:
    picture = desk.window.picturing.picture
    return None if picture is None else picture.maps


def test_maps_are_read_once_they_are_chosen_and_follow_training(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(preset("hill").project())
    desk.pick("neurons_by", "δ = ∂C/∂z")
    desk.run_epochs(1)
    assert maps_of(desk) is None
    desk.pick("neurons_by", "a over the input plane")
    desk.wait(lambda: (maps := maps_of(desk)) is not None and maps.step == desk.frame.step)
    desk.run_epochs(1)
    desk.wait(lambda: maps_of(desk).step == desk.frame.step)
    expected = read_maps(desk.frame.trained_network, desk.frame.data, step=desk.frame.step)
    for shown, wanted in zip(maps_of(desk).layers, expected.layers, strict=True):
        assert shown is not None
        np.testing.assert_array_equal(shown, wanted)


def test_the_digits_have_no_maps_and_the_legend_says_so(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk()
    desk.pick("neurons_by", "a over the input plane")
    desk.run_epochs(1)
    assert maps_of(desk) is None
    assert "a map needs data with one or two inputs" in desk.window.canvas.foot.bar.note_text()
