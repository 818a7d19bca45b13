"""The δ panel, by mouse and keys on the real widget."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLayout, QMenu, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from bpexplorer.core.edits.structure import SetDropout
from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.traced_samples import SampleSource, TracedSamples
from bpexplorer.document.acts.looking import ChooseScale, ChooseSource, Refit, Select
from bpexplorer.document.session import Scale, SessionState
from bpexplorer.look import numbers
from bpexplorer.look.colours import SignedScale, dropped_grey
from bpexplorer.look.theme import DARK, LIGHT, apply_theme
from bpexplorer.look.widgets import ColourBar
from bpexplorer.panels.delta.panel import DeltaPanel
from bpexplorer.panels.delta.row import DeltaRow
from bpexplorer.panels.delta.tables import RowWords
from bpexplorer.panels.shared.cells.heatmap import MIN_ROW
from tests.frames import Training
from tests.layouts import settle
from tests.pictures import draw
from tests.shown import number as shown_number

SESSION = SessionState(selection=(Neuron(1, 6),), sample=3, delta_bound=2.0)


@pytest.fixture(scope="module")
def start() -> Frame:
    return Training().frame()


@pytest.fixture(scope="module")
def later() -> Frame:
    return Training().advance(720).frame()


@pytest.fixture
def panel(qtbot: QtBot) -> DeltaPanel:
    widget = DeltaPanel()
    qtbot.addWidget(widget)
    widget.resize(520, 420)
    with qtbot.waitExposed(widget):
        widget.show()
    draw(widget, session=SESSION)
    return widget


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    apply_theme(qapp, "light")


def deltas_of(frame: Frame) -> tuple[np.ndarray, ...]:
    assert frame.trace is not None
    return frame.trace.deltas


def with_deltas(frame: Frame, *deltas: np.ndarray) -> Frame:
    assert frame.trace is not None
    return replace(frame, trace=replace(frame.trace, deltas=deltas))


def cell(panel: DeltaPanel, layer: int, neuron: int, sample: int) -> QPoint:
    return panel.rows[layer - 1].heatmap.cell_rect(neuron, sample).center().toPoint()


def hover(panel: DeltaPanel, layer: int, neuron: int, sample: int) -> None:
    QTest.mouseMove(panel.rows[layer - 1].heatmap, cell(panel, layer, neuron, sample))
    QApplication.processEvents()


def text(panel: DeltaPanel, name: str) -> str:
    label = panel.findChild(QLabel, name)
    assert label is not None
    return label.text()


def test_before_the_first_frame_the_panel_says_what_will_appear(panel: DeltaPanel):
    texts = " ".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())

    assert "δ = ∂C/∂z" in texts
    assert panel.note == ""


def test_each_layer_has_a_heatmap_of_its_deltas(panel: DeltaPanel, start: Frame):
    draw(panel, start)

    assert [row.heatmap.accessibleName().split(":")[0] for row in panel.rows] == [
        "δ of layer 1",
        "δ of layer 2",
        "δ of layer 3",
    ]
    for row, delta in zip(panel.rows, deltas_of(start), strict=True):
        assert row.heatmap.values is delta


def test_the_title_says_samples_and_scale_and_the_colour_bar_how_far_it_reaches(
    panel: DeltaPanel, start: Frame, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(panel.note_changed) as titles:
        draw(panel, start)

    assert titles.args == ["32 fixed samples · shared scale (fixed)"]
    bar = panel.findChild(ColourBar, "delta_colour_bar")
    assert bar.note_text() == "δ of every layer, fixed · linear"
    draw(panel, session=replace(SESSION, scale=Scale.LOG))
    assert bar.note_text() == "δ of every layer, fixed · logarithmic"


def test_the_cell_under_the_mouse_is_read_out(panel: DeltaPanel, start: Frame):
    draw(panel, start)
    settle(panel)

    hover(panel, 2, 4, 17)

    value = deltas_of(start)[1][17, 4]
    words, number = panel.readout.split(" = ")
    assert words == "layer 2, neuron 4, sample 17: δ"
    assert float(number) == pytest.approx(value, abs=5e-5)
    assert number[0] in "+-"


def test_without_the_mouse_the_selected_cell_is_read_out(panel: DeltaPanel, start: Frame):
    draw(panel, start)
    settle(panel)
    hover(panel, 2, 4, 17)

    QApplication.sendEvent(panel.rows[1].heatmap, leave())

    assert panel.readout.startswith("layer 1, neuron 6, sample 3: δ = ")


def test_a_click_asks_for_that_neuron_and_sample(panel: DeltaPanel, start: Frame, qtbot: QtBot):
    draw(panel, start)
    settle(panel)

    with qtbot.waitSignal(panel.act_requested) as clicked:
        qtbot.mouseClick(panel.rows[2].heatmap, Qt.MouseButton.LeftButton, pos=cell(panel, 3, 9, 31))

    assert clicked.args == [Select((Neuron(3, 9),), 31)]


@pytest.mark.parametrize(
    ("key", "asked"),
    [
        (Qt.Key.Key_Left, [1, 6, 2]),
        (Qt.Key.Key_Right, [1, 6, 4]),
        (Qt.Key.Key_Up, [1, 5, 3]),
        (Qt.Key.Key_Down, [1, 7, 3]),
    ],
)
def test_arrow_keys_go_to_the_neighbours(
    panel: DeltaPanel, start: Frame, qtbot: QtBot, key: Qt.Key, asked: list[int]
):
    draw(panel, start)

    with qtbot.waitSignal(panel.act_requested) as clicked:
        qtbot.keyClick(panel.rows[0].heatmap, key)

    layer, neuron, sample = asked
    assert clicked.args == [Select((Neuron(layer, neuron),), sample)]


def test_the_selection_is_marked_in_its_layer_and_the_sample_in_all(panel: DeltaPanel, start: Frame):
    draw(panel, start)

    draw(panel, session=replace(SESSION, selection=(Neuron(2, 1), Neuron(2, 5)), sample=7))

    assert [row.heatmap.marks.neurons for row in panel.rows] == [(), (1, 5), ()]
    assert {row.heatmap.marks.sample for row in panel.rows} == {7}


def test_size_and_fading_stand_beside_each_heatmap(panel: DeltaPanel, start: Frame, later: Frame):
    draw(panel, start)
    assert [row.change_text for row in panel.rows] == ["", "", ""]

    draw(panel, later)

    first, now = (np.sqrt(np.mean(deltas_of(frame)[2] ** 2)) for frame in (start, later))
    assert shown_number(panel.rows[2].size_text.removesuffix(" rms")) == pytest.approx(now, abs=5e-4)
    assert panel.rows[2].change_text == f"÷{first / now:.2g} since epoch 0"


def test_the_title_says_since_when_sizes_have_changed_where_the_rows_have_no_room_for_it(
    panel: DeltaPanel, start: Frame, later: Frame, qtbot: QtBot
) -> None:
    draw(panel, start)
    draw(panel, later)
    assert "since" not in panel.note
    panel.resize(750, 140)  # as beside each other in Explore
    qtbot.waitUntil(lambda: all(row.change_text and "since" not in row.change_text for row in panel.rows))
    assert panel.note.endswith("÷ and × since epoch 0")
    panel.resize(1400, 140)
    qtbot.waitUntil(lambda: all("since epoch 0" in row.change_text for row in panel.rows))
    assert "since" not in panel.note


def test_cells_beyond_the_scale_are_counted(panel: DeltaPanel, start: Frame):
    draw(panel, session=replace(SESSION, delta_bound=0.5))

    draw(panel, start)

    beyond = sum(int((np.abs(delta) > 0.5).sum()) for delta in deltas_of(start))
    assert beyond > 1
    assert text(panel, "delta_beyond") == f"{beyond} cells off the scale (±0.5)"
    draw(panel, session=SESSION)
    assert text(panel, "delta_beyond") == ""


def faint(panel: DeltaPanel) -> str:
    """Which layers look empty, as the panel says it; nothing where it says nothing."""
    note = panel.findChild(QLabel, "delta_faint")
    assert note is not None
    return note.text() if note.isVisible() else ""


def rescale_button(panel: DeltaPanel) -> QPushButton:
    button = panel.findChild(QPushButton, "delta_rescale")
    assert button is not None
    return button


def test_layers_whose_colours_are_all_those_of_zero_are_named(panel: DeltaPanel, start: Frame):
    draw(panel, session=replace(SESSION, delta_bound=1.0))
    draw(panel, start)
    assert faint(panel) == ""  # all have cells of a colour

    one, two, three = deltas_of(start)
    faded = 0.1 / np.abs(one).max() * one
    draw(panel, with_deltas(start, faded, two, three))
    assert faint(panel) == f"layer 1: all below {numbers.significant(0.1)}"
    assert not rescale_button(panel).isVisible()  # the largest δ is the output's: another scale is none

    draw(panel, with_deltas(start, faded, 0.01 * two, three))
    assert faint(panel) == f"layers 1, 2: all below {numbers.significant(0.1)}"
    draw(panel, with_deltas(start, np.zeros_like(one), two, three))
    assert faint(panel) == ""  # nothing is hidden where δ is 0


def test_rescaling_is_offered_where_it_brings_the_colours_back(panel: DeltaPanel, start: Frame, qtbot: QtBot):
    draw(panel, session=replace(SESSION, delta_bound=1.0))
    draw(panel, with_deltas(start, *(1e-3 * delta for delta in deltas_of(start))))

    assert faint(panel) == f"every layer: all below {numbers.significant(0.1)}"
    with qtbot.waitSignal(panel.act_requested) as asked:
        QTest.mouseClick(rescale_button(panel), Qt.MouseButton.LeftButton)
    assert asked.args == [Refit()]

    draw(panel, session=replace(SESSION, delta_bound=1e-3))
    assert faint(panel) == ""


def test_what_is_faint_goes_by_the_scale(panel: DeltaPanel, start: Frame):
    session = replace(SESSION, delta_bound=1.0)
    small = with_deltas(start, *(0.02 * delta for delta in deltas_of(start)))
    draw(panel, small, session)
    assert faint(panel) == f"every layer: all below {numbers.significant(0.1)}"

    draw(panel, session=replace(session, scale=Scale.LOG))
    assert faint(panel) == ""
    scale = SignedScale(1.0, "log")
    assert scale.normalised(scale.value_at(0.1)) == pytest.approx(0.1)

    draw(panel, session=replace(session, scale=Scale.OWN))
    draw(panel, with_deltas(start, *(1e-3 * delta for delta in deltas_of(small))))  # the scales stay
    assert faint(panel) == "layers 1, 2, 3: all below a tenth of their scales"
    assert rescale_button(panel).isVisible()
    QTest.mouseClick(rescale_button(panel), Qt.MouseButton.LeftButton)
    assert faint(panel) == ""


def test_the_scale_never_follows_the_deltas_by_itself(panel: DeltaPanel, start: Frame, later: Frame):
    bar = panel.findChild(ColourBar)
    assert bar is not None
    draw(panel, start)
    draw(panel, later)

    assert bar.scale.bound == 2.0
    draw(panel, session=replace(SESSION, scale=Scale.OWN))
    bounds = [row.heatmap.scale.bound for row in panel.rows]
    draw(panel, start)

    assert [row.heatmap.scale.bound for row in panel.rows] == bounds


def test_what_has_changed_never_lies_over_the_size_however_narrow_a_strip_becomes(qtbot: QtBot) -> None:
    row = DeltaRow()
    qtbot.addWidget(row)
    row.set_layer(4, NetworkSpec.create((2, 3, 1), ("tanh", "sigmoid")).layers[-1])
    row.set_strip(True)
    row.show_delta(
        np.ones((3, 2)), SignedScale(1.0), RowWords("0.334 rms", "÷40 since epoch 0", "All of it.", "÷40")
    )
    row.show()
    said = []
    for width in range(420, 140, -20):
        row.resize(width, 80)
        settle(row)
        labels = [each for each in row.findChildren(QLabel) if each.isVisible() and each.text()]
        places = sorted(
            (each.mapTo(row, QPoint(0, 0)).x(), each.mapTo(row, QPoint(each.width(), 0)).x())
            for each in labels
        )
        assert all(end <= begin for (_, end), (begin, _) in pairwise(places)), width
        said.append(row.change_text)
    assert list(dict.fromkeys(said)) == ["÷40 since epoch 0", "÷40", ""]


def test_above_a_narrow_heatmap_the_change_is_written_short_and_never_cut(qtbot: QtBot) -> None:
    row = DeltaRow()
    qtbot.addWidget(row)
    row.set_layer(2, NetworkSpec.create((3, 4, 2), ("tanh", "softmax")).layer(1))
    row.set_strip(True)
    row.resize(600, 80)
    with qtbot.waitExposed(row):
        row.show()
    words = RowWords("0.100 rms", "÷40 since epoch 0", "All of it.", "÷40")
    row.show_delta(np.zeros((5, 4)), None, words)
    assert row.change_text == "÷40 since epoch 0"
    row.resize(230, 80)
    qtbot.waitUntil(lambda: row.change_text == "÷40")
    assert row.toolTip() == "All of it."


def test_refit_asks_for_a_new_shared_scale(panel: DeltaPanel, start: Frame, qtbot: QtBot):
    draw(panel, start)
    refit = panel.findChild(QAction, "delta_refit")
    assert refit is not None

    with qtbot.waitSignal(panel.act_requested) as asked:
        refit.trigger()

    assert asked.args == [Refit()]
    assert panel.rows[0].heatmap.scale.bound == 2.0


def test_refit_fits_the_layers_own_scales(panel: DeltaPanel, start: Frame, later: Frame, qtbot: QtBot):
    draw(panel, session=replace(SESSION, scale=Scale.OWN))
    draw(panel, with_deltas(start, *(20 * delta for delta in deltas_of(start))))
    draw(panel, later)
    refit = panel.findChild(QAction, "delta_refit")
    assert refit is not None

    refit.trigger()

    for row, delta in zip(panel.rows, deltas_of(later), strict=True):
        largest = np.abs(delta).max()
        assert largest <= row.heatmap.scale.bound <= 2.5 * largest


def test_the_menu_of_scales_asks_and_shows_what_the_session_says(
    panel: DeltaPanel, start: Frame, qtbot: QtBot
):
    draw(panel, start)
    menu, own = panel.findChild(QMenu, "delta_scale"), panel.findChild(QAction, "delta_scale_own")
    assert menu is not None
    assert own is not None

    with qtbot.waitSignal(panel.act_requested) as asked:
        own.trigger()

    assert asked.args == [ChooseScale(Scale.OWN)]
    assert not own.isChecked()
    assert menu.title() == "Scale: shared scale (fixed)"
    draw(panel, session=replace(SESSION, scale=Scale.OWN))
    assert own.isChecked()
    assert menu.title() == "Scale: scale per layer"
    assert panel.note.endswith("scale per layer")


def test_a_layer_that_comes_or_goes_leaves_the_other_heatmaps_alone(panel: DeltaPanel, start: Frame):
    draw(panel, start)
    first, second, last = panel.rows

    draw(panel, Training((64, 14, 10, 8, 10), ("tanh", "tanh", "relu", "softmax")).advance(1).frame(edit=1))

    assert (panel.rows[0], panel.rows[1], panel.rows[3]) == (first, second, last)
    assert [row.layer for row in panel.rows] == [1, 2, 3, 4]

    draw(panel, start)

    assert panel.rows == (first, second, last)
    assert last.layer == 3


def test_a_resized_layer_keeps_its_heatmap(panel: DeltaPanel, start: Frame):
    draw(panel, start)
    rows = panel.rows

    draw(panel, Training((64, 15, 10, 10)).frame(edit=1))

    assert panel.rows == rows
    assert rows[0].heatmap.values.shape == (32, 15)


def test_wide_layers_scroll_rather_than_shrink(panel: DeltaPanel, qtbot: QtBot):
    draw(panel, Training((64, 150, 10), ("tanh", "softmax")).frame())
    scroll = panel.findChild(QScrollArea)
    assert scroll is not None

    qtbot.waitUntil(lambda: panel.rows[0].heatmap.height() >= 150 * MIN_ROW)

    assert scroll.verticalScrollBar().maximum() > 0


def test_numbers_that_are_not_finite_are_shown_as_such(panel: DeltaPanel, start: Frame):
    broken = [delta.copy() for delta in deltas_of(start)]
    broken[0][3, 6] = np.nan
    broken[1][0, 0] = np.inf

    draw(panel, with_deltas(start, *broken))
    panel.grab()

    assert panel.readout == "layer 1, neuron 6, sample 3: δ = not finite"
    assert panel.rows[0].size_text == "not finite rms"


def test_negative_is_blue_and_positive_red_in_both_themes(panel: DeltaPanel, start: Frame, app: QApplication):
    delta = np.where(np.arange(32)[:, None] < 16, -1.2, 1.2) * np.ones((32, 14))
    draw(panel, with_deltas(start, delta, *deltas_of(start)[1:]))
    draw(panel, session=replace(SESSION, selection=()))
    settle(panel)
    for theme in (LIGHT, DARK):
        apply_theme(app, theme.name)
        image = panel.rows[0].heatmap.grab().toImage()
        low, high = (image.pixelColor(cell(panel, 1, 10, sample)) for sample in (8, 24))
        assert low.blue() > low.red()
        assert high.red() > high.blue()


def test_another_project_starts_with_an_empty_panel(panel: DeltaPanel, start: Frame):
    draw(panel, start)

    panel.clear()

    assert panel.note == ""
    assert not panel.rows[0].isVisible()
    draw(panel, start)
    assert [row.change_text for row in panel.rows] == ["", "", ""]


def leave() -> QEvent:
    return QEvent(QEvent.Type.Leave)


# The last batch


@pytest.fixture(scope="module")
def dropping() -> Frame:
    """Layer 1 leaves out half of its neurons; the batch of the third step."""
    return Training().apply(SetDropout(1, 0.5)).advance(3).frame(batch=True)


def batch_of(frame: Frame) -> TracedSamples:
    assert frame.last_batch is not None
    return frame.last_batch


def test_the_menu_asks_for_the_batch_and_shows_what_the_session_has(
    panel: DeltaPanel, dropping: Frame, qtbot: QtBot
) -> None:
    draw(panel, dropping)
    menu, batch = panel.findChild(QMenu, "delta_source"), panel.findChild(QAction, "delta_source_batch")
    assert menu is not None
    assert batch is not None
    with qtbot.waitSignal(panel.act_requested) as asked:
        batch.trigger()
    assert asked.args == [ChooseSource(SampleSource.BATCH)]
    assert menu.title() == "Samples: fixed samples"
    draw(panel, session=replace(SESSION, source=SampleSource.BATCH))
    assert menu.title() == "Samples: last batch"
    assert batch.isChecked()


def test_dropped_cells_have_a_colour_that_no_delta_has(panel: DeltaPanel, dropping: Frame) -> None:
    panel.resize(900, 700)
    draw(panel, dropping)
    draw(panel, session=replace(SESSION, source=SampleSource.BATCH, selection=()))
    settle(panel)
    heatmap, dropped = panel.rows[0].heatmap, batch_of(dropping).dropped(1)
    assert dropped is not None
    image = heatmap.grab().toImage()
    grey = dropped_grey(LIGHT).rgb()
    column = 9  # not the selected one
    for neuron in range(14):
        place = heatmap.cell_rect(neuron, column)
        colour = image.pixelColor(place.topLeft().toPoint() + QPoint(3, 3)).rgb()
        assert (colour == grey) == bool(dropped[column, neuron])
    lut = SignedScale(1.0).argb(np.linspace(-1, 1, 999), LIGHT)
    assert grey not in lut.tolist()


def test_where_there_is_little_room_a_cell_of_the_batch_is_named_by_its_number_alone(
    panel: DeltaPanel, dropping: Frame
) -> None:
    draw(panel, dropping)
    draw(panel, session=replace(SESSION, source=SampleSource.BATCH, batch_sample=3))
    number = batch_of(dropping).rows[3]
    # As in a dock that is narrower than the panel wants to be, with longer numbers.
    panel.layout().setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    panel.setMinimumSize(1, 1)
    for width, place in ((900, f"sample 3 (no. {number})"), (200, f"no. {number}")):
        panel.resize(width, 420)
        settle(panel)
        draw(panel, dropping)
        assert text(panel, "delta_readout").startswith(f"layer 1, neuron 6, {place}: ")
        assert panel.readout.startswith(f"layer 1, neuron 6, sample 3 (no. {number}): ")


def test_each_source_marks_its_own_sample(panel: DeltaPanel, dropping: Frame) -> None:
    draw(panel, dropping)
    for source, expected in ((SampleSource.BATCH, 11), (SampleSource.PROBE, 3), (SampleSource.BATCH, 11)):
        draw(panel, session=replace(SESSION, source=source, batch_sample=11))
        assert panel.rows[0].heatmap.marks.sample == expected
    draw(panel, session=replace(SESSION, source=SampleSource.BATCH, batch_sample=99))
    assert panel.rows[0].heatmap.marks.sample == 19


def test_how_delta_has_faded_is_said_of_the_probe_alone(panel: DeltaPanel) -> None:
    training = Training()
    draw(panel, training.frame(batch=True))
    draw(panel, training.advance(720).frame(batch=True))
    assert panel.rows[2].change_text.startswith("÷")
    draw(panel, session=replace(SESSION, source=SampleSource.BATCH))
    assert [row.change_text for row in panel.rows] == ["", "", ""]
    draw(panel, session=SESSION)
    assert panel.rows[2].change_text.startswith("÷")
