"""What stands on screen is of one step at rest and after every act, and of two at most while playing.

The steps are read from what is painted: labels on title lines and in panels, tables, and the images of δ, which are
looked up among the frames that were published. How long it takes is measured by ``benchmarks/gui.py``.
"""

import re
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel

from bpexplorer.core.training.frame import Frame
from bpexplorer.document.picture import Picture
from bpexplorer.panels.entries import PANELS
from bpexplorer.panels.shared.cells.heatmap import Heatmap
from bpexplorer.window.drawing import DrawLoop, DrawnView, is_seen
from tests.shown import number
from tests.windows import Desk

#: Docks whose labels name the step of the picture. What is measured over whole sets carries its own.
PICTURED = ("dock_delta", "dock_demon", "dock_origin")
STEP = re.compile(r"step (\d[\d,]*)")


class Screen:
    """Reads the steps off the screen after everything that is drawn."""

    def __init__(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        self.desk = desk
        self.frames: list[Frame] = []
        #: After each view that was drawn: the steps on screen.
        self.seen: list[set[int]] = []
        desk.window.picturing.published.connect(self._note_frame)
        self._note_frame(desk.window.picturing.picture)
        draw = DrawLoop._draw

        def draw_and_look(loop: DrawLoop, view: DrawnView, picture: Picture) -> None:
            draw(loop, view, picture)
            self.seen.append(self.steps())

        monkeypatch.setattr(DrawLoop, "_draw", draw_and_look)

    def _note_frame(self, picture: Picture | None) -> None:
        assert picture is not None
        self.frames.append(picture.frame)

    def steps(self) -> set[int]:
        return {*self._named(), *self._pictured()}

    def _named(self) -> Iterator[int]:
        """In words: by the toolbar, and by the labels of the panels."""
        yield _number(self.desk.text("step"))
        for name in PICTURED:
            for label in self.desk.window.docks[name].findChildren(QLabel):
                if is_seen(label):
                    yield from map(_number, STEP.findall(label.text()))

    def _pictured(self) -> Iterator[int]:
        """By the numbers of the images: of which frame they are."""
        for heatmap in self.desk.window.docks["dock_delta"].findChildren(Heatmap):
            if not is_seen(heatmap):
                continue
            values = heatmap.values
            yield next(
                frame.step
                for frame in reversed(self.frames)
                if any(np.array_equal(values, delta) for delta in frame.trace.deltas)
            )


def _number(text: str) -> int:
    return round(number(text))


@pytest.fixture(params=[25.0, None], ids=["25 batches a second", "full speed"])
def playing(
    request: pytest.FixtureRequest, open_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> Screen:
    """The opening example while it trains, with all that it shows at first."""
    desk = open_desk()
    screen = Screen(desk, monkeypatch)
    desk.window.top_bar.set_speed(request.param)
    desk.click("button_action_play")
    desk.wait(lambda: desk.frame.step > 0)
    return screen


def test_while_playing_two_steps_at_most_stand_on_screen(playing: Screen) -> None:
    playing.desk.wait(lambda: len({frame.step for frame in playing.frames}) > 8)
    playing.desk.pause()
    assert {len(steps) for steps in playing.seen} <= {1, 2}
    assert len(set().union(*playing.seen)) > 8


def test_a_pause_leaves_one_step_on_screen_when_each_view_has_had_its_turn(playing: Screen) -> None:
    desk = playing.desk
    desk.wait(lambda: desk.frame.step > 5)
    desk.pause()
    assert playing.steps() == {desk.frame.step}
    last = next(n for n, frame in enumerate(playing.frames) if frame.step == desk.frame.step)
    views = len(desk.window.panels.there) + len(desk.window.panel_drawing.measurings) + 4
    # One more for each panel whose own fields of the picture are read only while it is in sight.
    views += sum(bool(PANELS[name].reads) for name in desk.window.panels.there)
    turns = [steps for steps in playing.seen if desk.frame.step in steps]
    assert len(turns) <= views * (len(playing.frames) - last)


ACTS: dict[str, Callable[[Desk], object]] = {
    "another neuron": lambda desk: desk.click_neuron(1, 3),
    "another sample": lambda desk: desk.enter("sample", "7"),
    "another Δz": lambda desk: desk.enter("demon_dz", "0.5"),
    "a step": lambda desk: desk.click("button_action_step"),
    "a neuron more": lambda desk: desk.add_a_neuron(1),
    "another learning rate": lambda desk: desk.enter("learning_rate", "0.3"),
    "undo": lambda desk: desk.click("button_action_undo"),
    "δ on its own scales": lambda desk: desk.choose_in_panel("dock_delta", "delta_scale", "delta_scale_own"),
}


def test_after_every_act_one_step_stands_on_screen_and_the_numbers_are_its(
    open_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_desk()
    desk.unfold("training", "selected")
    screen = Screen(desk, monkeypatch)
    desk.run_epochs(1)
    for name, act in ACTS.items():
        act(desk)
        desk.wait_for_calm()
        frame = desk.frame
        assert screen.steps() == {frame.step}, name
        assert_numbers_are_of(frame, desk, name)


def assert_numbers_are_of(frame: Frame, desk: Desk, act: str) -> None:
    """Compare labels and tables with what the core makes of this frame for what is selected."""
    state = desk.window.document.session.state
    neuron, row, demon = state.primary, state.sample, state.demon
    assert neuron is not None
    delta = float(frame.trace.deltas[neuron.layer - 1][row, neuron.index])
    assert desk.number("selected_delta") == pytest.approx(delta, abs=1e-4), act
    if demon is not None:
        at = demon.neuron
        predicted = float(frame.trace.deltas[at.layer - 1][row, at.index]) * demon.dz
        assert desk.number("demon_predicted") == pytest.approx(predicted, rel=2e-2, abs=1e-4), act
    title = desk.window.docks["dock_origin"].title_line.note.text()
    assert title.startswith(f"{neuron} · step "), act
    assert desk.find("origin_pill").accessibleName() == f"Whose numbers: sample {row}", act
    assert desk.number("origin_delta") == pytest.approx(delta, rel=2e-2, abs=1e-4), act
