"""The panel of the hardest samples: its tiles, by mouse and keys, and that they keep still under the mouse."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from bpexplorer.core.evaluation import without_pauses
from bpexplorer.core.network import Network
from bpexplorer.core.readings.samples import HardestReading, read_hardest
from bpexplorer.core.training.traced_samples import SampleList, SampleSource
from bpexplorer.core.training_data import PARTS
from bpexplorer.data.choice import default_choice, table_choice
from bpexplorer.data.own_units import own_rows
from bpexplorer.data.prepare import prepare
from bpexplorer.data.recipe import Role, proposed
from bpexplorer.data.table.table import Kind
from bpexplorer.document.acts.looking import ListHardest, LookAt
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import Listing, SessionState
from bpexplorer.look import numbers
from bpexplorer.look.access.speech import aloud
from bpexplorer.look.theme import apply_theme
from bpexplorer.panels.samples import SPEC
from bpexplorer.panels.samples import words as words
from bpexplorer.panels.samples.panel import SamplesPanel
from bpexplorer.panels.samples.tiles import SampleTiles
from tests.access import name
from tests.frames import Training
from tests.pictures import draw
from tests.tables import flowers
from tests.walk import cut, painted

ANY_PLAN = object()


@pytest.fixture(scope="module")
def training() -> Training:
    return Training().advance(40)


@pytest.fixture(scope="module")
def later() -> Training:
    return Training().advance(300)


def reading_of(training: Training, listing: Listing | None = None) -> HardestReading:
    assert SPEC.question is not None
    ask = SPEC.question.ask(Picture(training.frame(), SessionState()), listing or Listing())
    assert ask is not None
    reading: HardestReading = without_pauses(ask())
    return reading


@pytest.fixture
def panel(qtbot: QtBot) -> SamplesPanel:
    made = SamplesPanel()
    qtbot.addWidget(made)
    made.resize(602, 274)
    made.show_plan(ANY_PLAN, prepare(default_choice("digits"), "softmax"))  # type: ignore[arg-type]
    with qtbot.waitExposed(made):
        made.show()
    return made


def tiles_of(panel: SamplesPanel) -> SampleTiles:
    found = panel.findChild(SampleTiles)
    assert found is not None
    return found


def middle(tiles: SampleTiles, index: int) -> QPoint:
    return tiles.tile_rect(index).center().toPoint()


def words_on(panel: SamplesPanel) -> str:
    return " ".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def test_before_the_first_reading_the_panel_says_what_will_appear(panel: SamplesPanel) -> None:
    assert "appear once the network has been evaluated" in words_on(panel)
    assert not tiles_of(panel).isVisible()


def test_as_many_whole_tiles_are_shown_as_there_is_room_for(panel: SamplesPanel, training: Training) -> None:
    panel.show_reading(reading_of(training))
    tiles = tiles_of(panel)
    assert tiles.grid() == (2, 6)
    for size in ((300, 140), (410, 274), (1100, 600)):
        panel.resize(*size)
        shown = len(tiles.rows_shown)
        assert shown == tiles.grid()[0] * tiles.grid()[1]
        assert all(
            tiles.rect().contains(tiles.tile_rect(each).toAlignedRect().adjusted(0, 0, -1, -1))
            for each in range(shown)
        )


def test_the_hardest_come_first_and_the_title_says_of_which_step(
    panel: SamplesPanel, training: Training
) -> None:
    reading = reading_of(training)
    panel.show_reading(reading)
    assert tiles_of(panel).rows_shown == tuple(reading.rows[:12].tolist())
    assert f"step {numbers.count(reading.step)}" in panel.note
    sentence = words.sample_sentence(reading, 0)
    label, predicted = int(reading.data.labels_test[reading.rows[0]]), int(reading.predicted[0])  # type: ignore[index]
    assert sentence == (
        f"test sample {reading.rows[0]}: true {label}, predicted {predicted}, "
        f"cost {numbers.significant(float(reading.costs[0]))}"
    )


def test_a_click_looks_at_a_sample_among_those_that_are_listed(
    panel: SamplesPanel, training: Training, qtbot: QtBot
) -> None:
    panel.show_reading(reading_of(training))
    tiles = tiles_of(panel)
    with qtbot.waitSignal(panel.act_requested) as asked:
        QTest.mouseClick(tiles, Qt.MouseButton.LeftButton, pos=middle(tiles, 7))
    assert asked.args == [LookAt(SampleList("test", tiles.rows_shown, step=tiles.reading.step), 7)]
    between = (tiles.tile_rect(0).topRight() + QPointF(4, 20)).toPoint()
    with qtbot.assertNotEmitted(panel.act_requested):
        QTest.mouseClick(tiles, Qt.MouseButton.LeftButton, pos=between)


def test_a_double_click_also_leads_to_explore(panel: SamplesPanel, training: Training, qtbot: QtBot) -> None:
    panel.show_reading(reading_of(training))
    tiles = tiles_of(panel)
    with (
        qtbot.waitSignal(panel.action_requested) as led,
        qtbot.waitSignal(panel.act_requested) as asked,
    ):
        QTest.mouseDClick(tiles, Qt.MouseButton.LeftButton, pos=middle(tiles, 3))
    assert led.args == ["workspace_explore"]
    assert asked.args == [LookAt(SampleList("test", tiles.rows_shown, step=tiles.reading.step), 3)]


def test_keys_do_what_the_mouse_does_and_a_screen_reader_says_the_tile(
    panel: SamplesPanel, training: Training, qtbot: QtBot
) -> None:
    reading = reading_of(training)
    panel.show_reading(reading)
    tiles = tiles_of(panel)
    tiles.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left):
        QTest.keyClick(tiles, key)
    assert name(tiles).endswith(aloud(words.sample_sentence(reading, 7)))
    with qtbot.waitSignal(panel.act_requested) as asked:
        QTest.keyClick(tiles, Qt.Key.Key_Space)
    assert asked.args == [LookAt(SampleList("test", tiles.rows_shown, step=tiles.reading.step), 7)]
    with (
        qtbot.waitSignal(panel.action_requested) as led,
        qtbot.waitSignal(panel.act_requested) as asked,
    ):
        QTest.keyClick(tiles, Qt.Key.Key_Return)
    assert (led.args, asked.args[0].row) == (["workspace_explore"], 7)


def test_tiles_keep_still_while_the_mouse_is_on_them(
    panel: SamplesPanel, training: Training, later: Training, qtbot: QtBot
) -> None:
    first, second = reading_of(training), reading_of(later)
    panel.show_reading(first)
    tiles = tiles_of(panel)
    QTest.mouseMove(tiles, middle(tiles, 2))
    qtbot.waitUntil(lambda: tiles.has_mouse)
    shown = tiles.rows_shown
    panel.show_reading(_of_the_same_data(second, first))
    assert tiles.rows_shown == shown
    assert f"step {numbers.count(first.step)}" in panel.note
    QTest.mouseMove(panel.window(), QPoint(-50, -50))
    QApplication.sendEvent(tiles, _leaving())
    assert tiles.rows_shown == tuple(second.rows[:12].tolist())
    assert f"step {numbers.count(second.step)}" in panel.note


def test_what_the_user_asks_for_comes_at_once_under_the_mouse_as_well(
    panel: SamplesPanel, training: Training, qtbot: QtBot
) -> None:
    panel.show_reading(reading_of(training))
    tiles = tiles_of(panel)
    QTest.mouseMove(tiles, middle(tiles, 2))
    qtbot.waitUntil(lambda: tiles.has_mouse)
    reading = reading_of(training, Listing("train"))
    panel.show_reading(reading)
    assert tiles.reading is reading


def test_what_an_edit_makes_of_the_same_samples_comes_at_once_under_the_mouse(
    panel: SamplesPanel, training: Training, qtbot: QtBot
) -> None:
    panel.show_reading(reading_of(training))
    tiles = tiles_of(panel)
    QTest.mouseMove(tiles, middle(tiles, 2))
    qtbot.waitUntil(lambda: tiles.has_mouse)
    shown = tiles.reading
    assert shown is not None
    edited = replace(shown, edit=shown.edit + 1)
    panel.show_reading(edited)
    assert tiles.reading is edited


def test_the_keyboard_stays_on_its_sample_when_the_order_changes(
    panel: SamplesPanel, training: Training, later: Training
) -> None:
    first = reading_of(training)
    second = _of_the_same_data(reading_of(later), first)
    panel.show_reading(first)
    tiles = tiles_of(panel)
    both = [row for row in first.rows[:12] if row in second.rows[:12]]
    assert both, "the two readings have a sample in common"
    tiles.go_to(divmod(first.rows.tolist().index(both[0]), 6))
    panel.show_reading(second)
    assert tiles.rows_shown[tiles.current_cell()[0] * 6 + tiles.current_cell()[1]] == both[0]


def test_a_cell_is_named_and_taken_back_with_a_click(
    panel: SamplesPanel, training: Training, qtbot: QtBot
) -> None:
    reading = reading_of(training)
    labels = reading.data.labels_test
    assert labels is not None
    assert reading.predicted is not None
    listing = Listing("test", (int(labels[reading.rows[0]]), int(reading.predicted[0])))
    with qtbot.waitSignal(panel.choice_changed):
        panel.show_session(SessionState(listing=listing))
    assert panel.choice == listing
    panel.show_reading(reading_of(training, listing))
    button = panel.findChild(QPushButton, "samples_cell")
    assert button is not None
    assert button.text() == f"true {listing.cell[0]}, predicted {listing.cell[1]} ✕"  # type: ignore[index]
    with qtbot.waitSignal(panel.act_requested) as asked:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked.args == [ListHardest(Listing("test"))]
    panel.show_session(SessionState())
    assert not button.isVisible()


def test_the_wrong_ones_are_named_and_taken_back_with_a_click(
    panel: SamplesPanel, training: Training, qtbot: QtBot
) -> None:
    listing = Listing("test", wrong=True)
    panel.show_session(SessionState(listing=listing))
    reading = reading_of(training, listing)
    panel.show_reading(replace(reading, rows=reading.rows[:0], costs=reading.costs[:0]))
    assert "No sample is wrong." in words_on(panel)
    panel.show_reading(reading)
    assert reading.predicted is not None
    assert reading.given.labels is not None
    assert (reading.predicted != reading.given.labels).all()
    button = panel.findChild(QPushButton, "samples_cell")
    assert button is not None
    assert button.text() == f"{words.listing_words(listing, reading.data)} ✕"
    with qtbot.waitSignal(panel.act_requested) as asked:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked.args == [ListHardest(Listing("test"))]


def test_a_cell_without_samples_says_so_and_what_to_do(panel: SamplesPanel, training: Training) -> None:
    cells = (Listing("test", (i, j)) for i in range(10) for j in range(10))
    listing = next(each for each in cells if not reading_of(training, each).found)
    panel.show_session(SessionState(listing=listing))
    reading = reading_of(training, listing)
    panel.show_reading(reading)
    assert words.cell_words(listing.cell, reading.data) in words_on(panel)  # type: ignore[arg-type]
    assert not tiles_of(panel).isVisible()


def test_an_empty_set_says_how_to_fill_it(panel: SamplesPanel) -> None:
    training = Training((2, 4, 1), ("tanh", "sigmoid"), data="xor", cost="cross_entropy", test_share=0.0)
    panel.show_reading(reading_of(training))
    assert "Set-up, section Data" in words_on(panel)


def test_another_set_is_asked_for(panel: SamplesPanel, training: Training, qtbot: QtBot) -> None:
    box = panel.findChild(QComboBox, "samples_part")
    assert box is not None
    with qtbot.waitSignal(panel.act_requested) as asked:
        QTest.keyClick(box, Qt.Key.Key_Home)
    assert asked.args == [ListHardest(Listing("train"))]


def test_the_sample_that_is_looked_at_has_a_ring_wherever_it_was_chosen(
    panel: SamplesPanel, training: Training
) -> None:
    listing = Listing("train")
    panel.show_session(SessionState(listing=listing))
    reading = reading_of(training, listing)
    panel.show_reading(reading)
    tiles = tiles_of(panel)
    probe = reading.data.probe
    draw(panel, training.frame(), SessionState(listing=listing, sample=4))
    before = tiles.grab().toImage()
    assert (tiles._mark, SampleSource.PROBE) == (int(probe[4]), SampleSource.PROBE)
    tiles.show_mark(tiles.rows_shown[1])
    assert tiles.grab().toImage() != before


@pytest.mark.parametrize(
    ("data", "sizes", "output", "cost"),
    [("spiral", (2, 4, 1), "sigmoid", "cross_entropy"), ("wave", (1, 4, 1), "identity", "quadratic")],
)
def test_what_is_no_picture_is_shown_as_inputs_by_name(
    panel: SamplesPanel,
    data: str,
    sizes: tuple[int, ...],
    output: str,
    cost: str,
    qapp: QApplication,
) -> None:
    training = Training(sizes, ("tanh", output), data=data, cost=cost)
    reading, prepared = reading_of(training), prepare(default_choice(data), output)
    panel.show_plan(ANY_PLAN, prepared)  # type: ignore[arg-type]
    panel.show_reading(reading)
    lines = words.input_lines(reading, 0, prepared, at_most=4)
    assert [name for name, _ in lines] == list(reading.data.feature_names)
    blank = tiles_of(panel).tile_rect(0)
    for theme in ("dark", "light"):
        apply_theme(qapp, theme)  # type: ignore[arg-type]
        image = tiles_of(panel).grab(blank.toRect()).toImage()
        assert len({image.pixel(x, y) for x in range(0, 90, 3) for y in range(0, 130, 3)}) > 4


def test_names_of_classes_that_dont_fit_on_one_line_have_one_each(
    panel: SamplesPanel, training: Training
) -> None:
    reading = reading_of(training)
    names = tuple(f"cultivar {k}" for k in range(10))
    reading = replace(reading, data=replace(reading.data, class_names=names))
    panel.show_reading(reading)
    texts = [each.text for each in painted(tiles_of(panel))]
    true, predicted = words.class_names(reading, 0) or ("", "")
    assert true != predicted
    # The first tile: what it is, and below, after the arrow, what it is taken for.
    first = texts.index(true)
    assert texts[first : first + 3] == [true, "→ ", predicted]
    assert not [each for each in cut(panel) if "is cut" in each]


def test_many_inputs_end_with_how_many_more_there_are() -> None:
    reading = reading_of(Training())
    lines = words.input_lines(reading, 0, prepare(default_choice("digits"), "softmax"), at_most=4)
    assert len(lines) == 4
    assert lines[-1] == ("… 61 more", "")


def test_samples_of_a_table_have_its_own_values_and_targets_their_own_units() -> None:
    choice = table_choice(flowers(), proposed(flowers()).recipe.with_column("long", role=Role.TARGET))
    choice = table_choice(choice.table, choice.recipe.with_column("species", role=Role.INPUT))
    prepared = prepare(choice, "identity")
    data = prepared.training
    net = Network([np.ones((1, data.inputs))], [np.zeros(1)], ["identity"])
    reading = without_pauses(read_hardest(net, data, cost="quadratic", part="test", step=0))
    table = choice.table
    for index, row in enumerate(reading.rows[:5].tolist()):
        place = int(own_rows(prepared, "test")[row])
        shown = dict(words.input_lines(reading, index, prepared, at_most=12))
        assert list(shown) == ["wide", "island", "species"]
        for column in table.columns[1:]:
            if column.kind is Kind.NUMBER:
                assert shown[column.name] == numbers.significant(float(column.values[place]), digits=4)
            else:
                assert shown[column.name] == column.text(place)
            assert f"{column.name} {shown[column.name]}" in words.tooltip(reading, index, prepared)
        target = float(table.columns[0].values[place])
        assert words.values_text(reading, index)[0] == numbers.significant(target)
        assert words.table(reading).rows[index][1] == pytest.approx(target)


@pytest.mark.parametrize("outputs", [1, 3])
@pytest.mark.parametrize("value", [-1.234e-12, -1.234e-300, 5e-324, np.nan, -np.inf])
def test_no_number_of_a_tile_is_cut(panel: SamplesPanel, outputs: int, value: float) -> None:
    reading = reading_of(Training((1, 4, 1), ("tanh", "identity"), data="wave", cost="quadratic"))
    parts = {f"y_{part}": np.full((len(reading.data.part(part).x), outputs), -1.234e-300) for part in PARTS}
    many = np.full((len(reading.rows), outputs), value)
    data = replace(reading.data, **parts)  # type: ignore[arg-type]
    panel.show_reading(replace(reading, data=data, outputs=many, costs=many[:, 0]))
    assert not [words for words in cut(panel) if "is cut" in words]


def test_a_regression_says_target_and_output(panel: SamplesPanel) -> None:
    training = Training((1, 4, 1), ("tanh", "identity"), data="wave", cost="quadratic")
    reading = reading_of(training)
    y, a = float(reading.given.y[0, 0]), float(reading.outputs[0, 0])
    sentence = words.sample_sentence(reading, 0)
    assert f"target {numbers.significant(y)}, output {numbers.significant(a)}" in sentence
    assert np.isclose(reading.costs[0], 0.5 * (a - y) ** 2)


def test_another_project_begins_empty(panel: SamplesPanel, training: Training) -> None:
    panel.show_reading(reading_of(training))
    panel.clear()
    assert panel.note == ""
    assert not tiles_of(panel).isVisible()
    assert tiles_of(panel).rows_shown == ()


def _of_the_same_data(reading: HardestReading, other: HardestReading) -> HardestReading:
    """Two runs made their data alike; here one goes on."""
    np.testing.assert_array_equal(reading.data.x_test, other.data.x_test)
    return replace(reading, data=other.data)


def _leaving() -> QEvent:
    return QEvent(QEvent.Type.Leave)


def test_the_list_can_be_taken_out_with_every_digit(panel: SamplesPanel, training: Training) -> None:
    reading = reading_of(training)
    assert panel.content().tables == ()
    panel.show_reading(reading)
    (table,) = panel.content().tables
    assert table.columns == ("sample", "true", "predicted", "C")
    assert [row[0] for row in table.rows] == reading.rows.tolist()
    assert [row[-1] for row in table.rows] == reading.costs.tolist()
    numbers_only = reading_of(Training((1, 4, 1), ("tanh", "identity"), data="wave", cost="quadratic"))
    table = words.table(numbers_only)
    assert table.columns == ("sample", "y0", "a0", "C")
    assert table.rows[0][2] == numbers_only.outputs[0, 0]
