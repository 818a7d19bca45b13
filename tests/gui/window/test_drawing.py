"""What comes onto the screen when."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from bpexplorer.core.frame import Frame
from bpexplorer.window.drawing import DrawLoop, View
from tests.frames import Training


class Screen:
    """Three views and a place where frames are left for them."""

    def __init__(self, qtbot: QtBot) -> None:
        self.waiting: list[Frame] = []
        self.drawn: list[tuple[str, Frame]] = []
        self.widgets = {name: QWidget() for name in ("numbers", "canvas", "hidden")}
        for name, widget in self.widgets.items():
            qtbot.addWidget(widget)
            widget.setVisible(name != "hidden")
        self.loop = DrawLoop(
            [
                View(self.widgets["numbers"], lambda frame: self.drawn.append(("numbers", frame))),
                View(self.widgets["canvas"], lambda frame: self.drawn.append(("canvas", frame)), rest=0.0),
                View(self.widgets["hidden"], lambda frame: self.drawn.append(("hidden", frame))),
            ],
            lambda: self.waiting.pop() if self.waiting else None,
        )

    def leave(self, frame: Frame) -> None:
        self.waiting[:] = [frame]
        self.loop.wake()

    def of(self, name: str) -> list[Frame]:
        return [frame for drawn, frame in self.drawn if drawn == name]


@pytest.fixture
def screen(qtbot: QtBot) -> Iterator[Screen]:
    made = Screen(qtbot)
    yield made
    made.loop.stop()


def frames(count: int) -> list[Frame]:
    training = Training()
    return [training.advance(1).frame() for _ in range(count)]


def test_the_last_frame_reaches_every_view_that_can_be_seen(qtbot: QtBot, screen: Screen) -> None:
    shown = frames(5)
    for frame in shown:
        screen.leave(frame)
        qtbot.waitUntil(lambda: not screen.waiting)
    qtbot.waitUntil(lambda: screen.loop.is_idle)
    assert screen.of("numbers")[-1] is screen.of("canvas")[-1] is shown[-1]
    assert screen.of("hidden") == []


def test_numbers_change_less_often_than_the_canvas(qtbot: QtBot, screen: Screen) -> None:
    shown = frames(20)
    for frame in shown:
        screen.leave(frame)
        qtbot.waitUntil(lambda: not screen.waiting)
    assert 1 <= len(screen.of("numbers")) < len(screen.of("canvas"))


def test_a_view_that_comes_into_sight_can_be_drawn_again(qtbot: QtBot, screen: Screen) -> None:
    (frame,) = frames(1)
    screen.leave(frame)
    qtbot.waitUntil(lambda: screen.loop.is_idle)
    screen.widgets["hidden"].show()
    screen.loop.redraw(frame)
    qtbot.waitUntil(lambda: screen.of("hidden") == [frame])


def test_a_tick_draws_one_view_so_that_none_keeps_the_event_loop_long(qtbot: QtBot) -> None:
    widgets, drawn = [QWidget() for _ in range(4)], []
    for widget in widgets:
        qtbot.addWidget(widget)
        widget.show()
    shown, waiting = frames(2), []
    views = [
        View(widget, lambda frame, each=each: drawn.append(each), rest=0.0)
        for each, widget in enumerate(widgets)
    ]
    loop = DrawLoop(views, lambda: waiting.pop() if waiting else None)
    loop.draw_all(shown[0])
    drawn.clear()
    waiting.append(shown[1])
    while len(drawn) < 4:  # by hand: a tick that must rest first draws nothing
        before = len(drawn)
        loop.tick()
        assert len(drawn) <= before + 1
    loop.stop()
    assert drawn == [0, 1, 2, 3]
