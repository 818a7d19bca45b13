"""What reuse saves in the window: counted while it is seen, measured when it is asked for."""

from bpexplorer.core.reuse.comparison import Way, count_ways
from bpexplorer.panels.reuse.panel import ReusePanel
from tests.windows import Desk


def ways_of(desk: Desk) -> tuple[Way, ...]:
    panel = desk.window.panels["dock_reuse"]
    assert isinstance(panel, ReusePanel)
    return panel.ways


def test_the_dock_counts_when_it_comes_up_and_measures_by_a_click(small_desk: Desk) -> None:
    desk = small_desk
    assert ways_of(desk) == ()
    desk.open_panel("dock_reuse")
    desk.wait(lambda: ways_of(desk) != ())
    assert ways_of(desk) == count_ways(desk.frame.spec)
    desk.click("reuse_measure")
    desk.wait(lambda: all(way.seconds or way.expected_seconds for way in ways_of(desk)))
    assert all(way.error < 1e-4 for way in ways_of(desk) if way.error is not None)
    assert desk.window.docks["dock_reuse"].title_line.note.text() == "measured: sample 0 · step 0"
    assert "instead of" in desk.text("reuse_sentence")


def test_another_structure_is_counted_and_nothing_of_it_is_measured(small_desk: Desk) -> None:
    desk = small_desk
    desk.open_panel("dock_reuse")
    desk.wait(lambda: ways_of(desk) != ())
    desk.click("reuse_measure")
    desk.add_a_neuron(1)
    desk.wait_for_calm()
    desk.wait(lambda: ways_of(desk) == count_ways(desk.frame.spec))
    desk.wait(lambda: desk.find("reuse_measure").isEnabled())
    assert ways_of(desk) == count_ways(desk.frame.spec)


def test_where_the_last_batch_is_looked_at_it_is_said_that_the_sample_is_one_of_the_probe(
    small_desk: Desk,
) -> None:
    desk = small_desk
    desk.choose_in_panel("dock_delta", "delta_source", "delta_source_batch")
    desk.wait_for_calm()
    desk.open_panel("dock_reuse")
    desk.wait(lambda: ways_of(desk) != ())
    desk.click("reuse_measure")
    note = desk.window.docks["dock_reuse"].title_line.note
    desk.wait(lambda: note.text() == "measured: fixed sample 0 · step 0")
