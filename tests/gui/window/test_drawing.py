"""What comes onto the screen when."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QTabWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from bpexplorer.core.training.frame import RunState
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import SessionState
from bpexplorer.project.presets import preset
from bpexplorer.window import drawing
from bpexplorer.window.drawing import (
    MAX_REST_SECONDS,
    SHARE_ALONE,
    SHARE_BESIDE_TRAINING,
    WATCH_SECONDS,
    DrawLoop,
    DrawnView,
    Effort,
    is_seen,
)
from tests.frames import Training
from tests.windows import Desk


class Screen:
    """Three views, one of them hidden, and a place where pictures are left for them."""

    def __init__(self, qtbot: QtBot) -> None:
        self.waiting: list[Picture] = []
        self.drawn: list[tuple[str, Picture, Picture | None]] = []
        self.widgets = {name: QWidget() for name in ("numbers", "canvas", "hidden")}
        for name, widget in self.widgets.items():
            qtbot.addWidget(widget)
            widget.setVisible(name != "hidden")
        self.loop = DrawLoop(
            [self._view(name) for name in self.widgets], self._advance, is_urgent=self._is_urgent
        )

    def _view(self, name: str) -> DrawnView:
        return DrawnView(
            self.widgets[name], lambda picture, before: self.drawn.append((name, picture, before))
        )

    def _advance(self) -> bool:
        if self.waiting:
            self.loop.show(self.waiting.pop())
        return False  # it came at once: none is being made any more

    def _is_urgent(self) -> bool:
        return any(picture.frame.state is not RunState.PLAYING for picture in self.waiting)

    def leave(self, picture: Picture) -> None:
        self.waiting[:] = [picture]
        self.loop.wake()

    def of(self, name: str) -> list[Picture]:
        return [picture for drawn, picture, _ in self.drawn if drawn == name]

    def on_screen(self) -> set[int]:
        """The steps that stand on screen."""
        latest = {name: picture.frame.step for name, picture, _ in self.drawn}
        return set(latest.values())


@pytest.fixture
def screen(qtbot: QtBot) -> Iterator[Screen]:
    made = Screen(qtbot)
    yield made
    made.loop.stop()


def pictures(count: int, state: RunState = RunState.PLAYING) -> list[Picture]:
    training = Training((2, 3, 1), ("tanh", "sigmoid"), data="xor", cost="cross_entropy")
    return [Picture(training.advance(1).frame(state=state), SessionState()) for _ in range(count)]


def test_the_last_picture_reaches_every_view_that_can_be_seen(qtbot: QtBot, screen: Screen) -> None:
    shown = pictures(5)
    for picture in shown:
        screen.leave(picture)
        qtbot.waitUntil(lambda: not screen.waiting)
    qtbot.waitUntil(lambda: screen.loop.is_idle)
    assert screen.of("numbers")[-1] is screen.of("canvas")[-1] is shown[-1]
    assert screen.of("hidden") == []


def test_the_next_picture_is_taken_only_when_all_views_have_drawn_the_last(screen: Screen) -> None:
    shown = pictures(8)
    screen.loop.show(shown.pop(0))
    while shown:
        if not screen.waiting:
            screen.waiting.append(shown.pop(0))
        screen.loop.tick()
        assert len(screen.on_screen()) <= 2
    numbers, canvas = screen.of("numbers"), screen.of("canvas")
    assert len(numbers) - len(canvas) in (0, 1)  # the last may have been drawn by the first of them alone
    assert canvas == numbers[: len(canvas)]


def test_a_view_is_told_what_it_drew_before(screen: Screen) -> None:
    first, second = pictures(2)
    screen.loop.show(first)
    screen.loop.show(second)
    while not all(screen.of(name)[-1] is second for name in ("numbers", "canvas")):
        screen.loop.tick()
    befores = [before for name, _, before in screen.drawn if name == "canvas"]
    assert befores == [None, first]
    screen.loop.clear()
    screen.loop.show(second)
    assert screen.drawn[-1] == ("canvas", second, None)


def test_a_view_that_comes_into_sight_draws_what_it_has_missed(qtbot: QtBot, screen: Screen) -> None:
    (picture,) = pictures(1)
    screen.loop.show(picture)
    screen.widgets["hidden"].show()
    screen.loop.catch_up()
    qtbot.waitUntil(lambda: screen.of("hidden") == [picture])
    assert len(screen.of("canvas")) == 1


def test_what_the_user_does_is_drawn_at_once_by_the_views_that_are_at_its_step(screen: Screen) -> None:
    first, second = pictures(2)
    screen.loop.show(first)
    chosen = replace(first, session=SessionState(sample=1))
    screen.loop.show(chosen)
    assert screen.of("numbers")[-1] is screen.of("canvas")[-1] is chosen
    screen.loop.show(second)
    while screen.of("numbers")[-1] is not second:
        screen.loop.tick()
    assert screen.of("canvas")[-1] is chosen
    chosen_later = replace(second, session=SessionState(sample=2))
    screen.loop.show(chosen_later)
    assert screen.of("numbers")[-1] is chosen_later
    assert screen.of("canvas")[-1] is chosen, "it has its turn"
    assert screen.on_screen() == {1, 2}


def test_a_tick_draws_one_view_so_that_none_keeps_the_event_loop_long(qtbot: QtBot) -> None:
    widgets, drawn = [QWidget() for _ in range(4)], []
    for widget in widgets:
        qtbot.addWidget(widget)
        widget.show()
    views = [
        DrawnView(widget, lambda *_, each=each: drawn.append(each)) for each, widget in enumerate(widgets)
    ]
    loop = DrawLoop(views, lambda: False)
    first, second = pictures(2)
    loop.show(first)
    drawn.clear()
    loop.show(second)
    while len(drawn) < 4:  # by hand: a tick that must rest first draws nothing
        before = len(drawn)
        loop.tick()
        assert len(drawn) <= before + 1
    loop.stop()
    assert drawn == [0, 1, 2, 3]


def test_what_comes_when_training_rests_waits_for_nothing_and_is_drawn_in_one_tick(screen: Screen) -> None:
    first, second = pictures(2)
    screen.loop.show(first)
    screen.loop.show(second)
    (last,) = pictures(1, RunState.PAUSED)
    last = replace(last, frame=replace(last.frame, step=99))
    screen.waiting.append(last)
    screen.loop.tick()  # the views of the second picture have their turn no more
    assert screen.waiting == []
    screen.loop.tick()
    assert screen.on_screen() == {99}


def test_what_is_filled_by_an_opaque_part_is_seen_and_what_lies_behind_a_tab_is_not(qtbot: QtBot) -> None:
    tabs = QTabWidget()
    qtbot.addWidget(tabs)
    pages = []
    for name in ("one", "two"):
        page = QWidget(tabs)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        filling = QWidget(page)
        filling.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        layout.addWidget(filling)
        tabs.addTab(page, name)
        pages.append(page)
    with qtbot.waitExposed(tabs):
        tabs.show()
    assert pages[0].visibleRegion().isEmpty()
    assert [is_seen(page) for page in pages] == [True, False]


class Clocks:
    """Stand for the module ``time``: what passes, what this thread computes, and what the whole process does."""

    def __init__(self) -> None:
        self.wall = self.own = self.others = 0.0

    def perf_counter(self) -> float:
        return self.wall

    def thread_time(self) -> float:
        return self.own

    def process_time(self) -> float:
        return self.own + self.others

    def draw(self, seconds: float) -> None:
        self.wall += seconds
        self.own += seconds

    def leave_to_training(self, seconds: float) -> None:
        self.wall += seconds
        self.others += seconds


@pytest.mark.parametrize("milliseconds", [1, 5, 9])
def test_beside_training_the_window_takes_its_share_of_the_time_and_no_more(
    milliseconds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    clocks = Clocks()
    monkeypatch.setattr(drawing, "time", clocks)
    effort, drawn = Effort(), milliseconds / 1000
    clocks.leave_to_training(WATCH_SECONDS)
    effort.is_rested()
    effort.mark()
    clocks.draw(drawn)
    clocks.leave_to_training(0.95 * drawn / SHARE_BESIDE_TRAINING - drawn)
    assert not effort.is_rested()
    clocks.leave_to_training(0.1 * drawn / SHARE_BESIDE_TRAINING)
    assert effort.is_rested()


def test_training_that_gets_little_of_the_time_beside_drawing_is_still_left_its_share(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clocks = Clocks()
    monkeypatch.setattr(drawing, "time", clocks)
    effort, drawn = Effort(), 0.006
    for _ in range(
        round(3 * WATCH_SECONDS / drawn)
    ):  # so it looks where drawing takes all that it could get alone
        effort.mark()
        clocks.draw(drawn)
        clocks.leave_to_training(0.3 * drawn / SHARE_ALONE)
        clocks.wall += 0.7 * drawn / SHARE_ALONE - drawn
        effort.is_rested()
    effort.mark()
    clocks.draw(drawn)
    clocks.wall += drawn / SHARE_ALONE - drawn
    assert not effort.is_rested()


def test_after_long_work_the_window_is_not_left_standing(monkeypatch: pytest.MonkeyPatch) -> None:
    clocks = Clocks()
    monkeypatch.setattr(drawing, "time", clocks)
    effort = Effort()
    clocks.draw(0.5 * MAX_REST_SECONDS)
    clocks.leave_to_training(0.51 * MAX_REST_SECONDS)
    assert effort.is_rested()


def test_what_is_visible_before_it_has_its_place_is_drawn_when_the_docks_are_laid_out(
    small_desk: Desk,
) -> None:
    window, area = small_desk.window, small_desk.window.stage.area
    small_desk.wait_for_calm()
    drawn: list[Picture] = []
    panel = QWidget(area)
    panel.setGeometry(-100, 0, 50, 50)
    panel.show()
    window.draw_loop.add(DrawnView(panel, lambda picture, _before: drawn.append(picture)))
    small_desk.wait(lambda: window.draw_loop.is_idle)
    assert drawn == []
    panel.move(0, 0)
    panel.raise_()
    layout = area.layout()
    assert layout is not None
    layout.invalidate()
    small_desk.wait(lambda: drawn == [window.picturing.picture])


def _in_sight(desk: Desk) -> tuple[set[str], list[str]]:
    """The docks of which something is in sight, and the views there that haven't drawn what is on screen."""
    window = desk.window
    seen = {name for name, dock in window.docks.items() if is_seen(dock)}
    late = [
        view.widget.objectName()
        for view in window.draw_loop._views
        if is_seen(view.widget) and window.draw_loop._drawn.get(view) is not window.picturing.picture
    ]
    return seen, late


def test_what_lies_below_the_edge_is_drawn_once_it_is_uncovered(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(preset("xor").project(), size=(900, 460))
    window, scroll = desk.window, desk.window.findChild(QScrollArea, "stage_scroll")
    assert scroll is not None
    bar = scroll.verticalScrollBar()

    def make_as_high_as(height: int) -> None:
        window.resize(900, height)

    for do, cover, uncover in ((bar.setValue, 0, bar.maximum()), (make_as_high_as, 460, 800)):
        # What comes into sight for the first time is laid out, and drawn for that.
        do(uncover)
        desk.wait_for_measured()
        do(cover)
        desk.add_a_neuron()
        desk.wait_for_measured()
        (seen, late), picture = _in_sight(desk), window.picturing.picture
        assert not late
        do(uncover)
        assert not window.draw_loop.is_idle, (
            "at once, not only where some layout happens to have its turn afterwards"
        )
        desk.wait(lambda seen=seen: _in_sight(desk)[0] - seen and not _in_sight(desk)[1])  # type: ignore[misc]
        assert window.picturing.picture is picture, "another one would be drawn anyway"
        do(cover)


def test_training_that_drawing_keeps_from_the_processor_is_company_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """This thread has nine tenths of the time, and others nearly all that it leaves: less than a tenth of all."""
    clock = {"perf_counter": 0.0, "thread_time": 0.0, "process_time": 0.0}
    monkeypatch.setattr(
        drawing, "time", SimpleNamespace(**{name: partial(clock.get, name) for name in clock})
    )
    company = drawing.Company()
    for _ in range(2):
        clock["perf_counter"] += 1.0
        clock["thread_time"] += 0.90
        clock["process_time"] += 0.98
        assert company.is_busy()
    clock["perf_counter"] += 1.0
    clock["thread_time"] += 0.90
    clock["process_time"] += 0.91
    assert not company.is_busy()
