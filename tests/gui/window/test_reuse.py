"""What reuse saves in the window: counted while it is seen, measured when it is asked for."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from bpexplorer.core.reuse.comparison import Way, count_ways
from bpexplorer.core.traced_samples import SampleSource
from bpexplorer.document.session import Session
from bpexplorer.live.asker import Asker
from bpexplorer.window.reuse_reader import ReuseReader
from tests.frames import Training
from tests.windows import PATIENCE, Desk


@pytest.fixture
def asker(qtbot: QtBot) -> Iterator[Asker]:
    made = Asker()
    yield made
    assert made.shutdown(5000)


@pytest.fixture
def shown() -> list[tuple[tuple[Way, ...], str]]:
    return []


@pytest.fixture
def reader(asker: Asker, shown: list[tuple[tuple[Way, ...], str]]) -> ReuseReader:
    reader = ReuseReader(Session(asker), asker, asker)
    reader.ways_changed.connect(lambda ways, where: shown.append((ways, where)))
    return reader


SMALL = Training((2, 4, 1), ("tanh", "sigmoid"), data="xor", cost="quadratic")


def test_a_structure_is_counted_once_however_many_frames_come(
    reader: ReuseReader, shown: list[tuple[tuple[Way, ...], str]], qtbot: QtBot
) -> None:
    with qtbot.waitSignal(reader.ways_changed):
        reader.show_frame(SMALL.frame())
    assert shown == [(count_ways(SMALL.spec), "")]
    other = Training((2, 3, 1), ("tanh", "sigmoid"), data="xor", cost="quadratic")
    with qtbot.waitSignal(reader.ways_changed):
        reader.show_frame(SMALL.frame())
        reader.show_frame(other.frame())
    assert shown[1:] == [(count_ways(other.spec), "")]


def test_every_way_of_a_small_network_is_measured_with_its_gradient(
    reader: ReuseReader, shown: list[tuple[tuple[Way, ...], str]], qtbot: QtBot
) -> None:
    with qtbot.waitSignal(reader.ways_changed):
        reader.show_frame(SMALL.frame())
    busy: list[bool] = []
    reader.busy_changed.connect(busy.append)
    with qtbot.waitSignal(reader.busy_changed, timeout=PATIENCE, check_params_cb=lambda is_busy: not is_busy):
        reader.measure()
        reader.measure()  # is under way already
    assert busy == [True, False]
    ways, where = shown[-1]
    assert where == "measured: sample 0 · step 0"
    assert all(way.seconds is not None or way.expected_seconds is not None for way in ways)
    assert all(way.error < 1e-4 for way in ways if way.error is not None)
    assert [way.multiply_adds for way in ways] == [way.multiply_adds for way in count_ways(SMALL.spec)]


def test_where_the_last_batch_is_looked_at_it_is_said_that_the_sample_is_one_of_the_probe(
    asker: Asker, qtbot: QtBot
) -> None:
    session, told = Session(asker), []
    reader = ReuseReader(session, asker, asker)
    reader.ways_changed.connect(lambda _ways, where: told.append(where))
    session.update(source=SampleSource.BATCH, batch_sample=5)
    with qtbot.waitSignal(reader.ways_changed):
        reader.show_frame(SMALL.frame())
    with qtbot.waitSignal(reader.busy_changed, timeout=PATIENCE, check_params_cb=lambda is_busy: not is_busy):
        reader.measure()
    assert told[-1] == "measured: probe sample 0 · step 0"


def test_times_of_a_structure_that_is_gone_are_not_shown(
    reader: ReuseReader, shown: list[tuple[tuple[Way, ...], str]], qtbot: QtBot
) -> None:
    with qtbot.waitSignal(reader.ways_changed):
        reader.show_frame(SMALL.frame())
    other = Training((2, 3, 1), ("tanh", "sigmoid"), data="xor", cost="quadratic")
    with qtbot.waitSignal(reader.busy_changed, timeout=PATIENCE, check_params_cb=lambda is_busy: not is_busy):
        reader.measure()
        reader.show_frame(other.frame())
    qtbot.waitUntil(lambda: shown[-1][0] == count_ways(other.spec), timeout=PATIENCE)


def test_the_dock_counts_when_it_comes_up_and_measures_by_a_click(small_desk: Desk) -> None:
    desk = small_desk
    shown: list[tuple[Way, ...]] = []
    desk.window.reuse_reader.ways_changed.connect(lambda ways, _where: shown.append(ways))
    assert shown == []
    desk.window.docks["dock_reuse"].raise_()
    desk.wait(lambda: bool(shown))
    assert shown[-1] == count_ways(desk.frame.spec)
    desk.click("reuse_measure")
    desk.wait(lambda: all(way.seconds or way.expected_seconds for way in shown[-1]))
    assert "instead of" in desk.text("reuse_sentence")
