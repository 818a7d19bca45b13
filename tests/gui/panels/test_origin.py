"""Where δ comes from, on screen."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.document.acts.demon import PutToTest
from bpexplorer.document.acts.looking import Follow, PointAt
from bpexplorer.document.session import Pointed, Scope, SessionState
from bpexplorer.look import numbers
from bpexplorer.look.theme import DARK, LIGHT, apply_theme
from bpexplorer.look.widgets.labels import Caption
from bpexplorer.panels.origin.panel import OriginPanel
from bpexplorer.panels.origin.table import OriginTableView
from tests.frames import Training
from tests.pictures import draw
from tests.shown import number

LEFT = Qt.MouseButton.LeftButton
NO_MODIFIER = Qt.KeyboardModifier.NoModifier
#: What is left of a dock of 320 pixels for its panel.
NARROWEST = 296


@pytest.fixture(scope="module")
def opening() -> Frame:
    return Training(learning_rate=0.15, batch_size=20).frame(batch=True)


@pytest.fixture
def panel(qtbot: QtBot) -> OriginPanel:
    panel = OriginPanel()
    qtbot.addWidget(panel)
    panel.resize(318, 460)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def show(panel: OriginPanel, frame: Frame, neuron: Neuron, **session: object) -> None:
    state = SessionState(selection=(neuron,), **{"sample": 15, **session})  # type: ignore[arg-type]
    draw(panel, frame, state)


def text(panel: QWidget, name: str) -> str:
    label = panel.findChild(QLabel, name)
    assert label is not None, name
    return label.text()


def is_shown(panel: QWidget, name: str) -> bool:
    widget = panel.findChild(QWidget, name)
    assert widget is not None, name
    return widget.isVisible()


def table(panel: OriginPanel) -> OriginTableView:
    view = panel.findChild(OriginTableView)
    assert view is not None
    return view


def cells(panel: OriginPanel) -> list[list[str]]:
    """Every row as it is read from the view, without the column of bars."""
    model = table(panel).model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount() - 1)]
        for row in range(model.rowCount())
    ]


def press(panel: OriginPanel, name: str) -> None:
    button = panel.findChild(QPushButton, name)
    assert button is not None
    QTest.mouseClick(button, LEFT)


def choose_mean(panel: OriginPanel) -> None:
    action = panel.findChild(QAction, "origin_pill_1")
    assert action is not None
    action.trigger()


def place_of(panel: OriginPanel, row: int) -> QPoint:
    view = table(panel)
    return view.visualRect(view.model().index(row, 1)).center()


def hover(panel: OriginPanel, row: int) -> None:
    viewport, at = table(panel).viewport(), QPointF(place_of(panel, row))
    none = Qt.MouseButton.NoButton
    place = QPointF(viewport.mapToGlobal(at))
    # QTest.mouseMove needs the real pointer, which offscreen has none of.
    QApplication.sendEvent(viewport, QMouseEvent(QEvent.Type.MouseMove, at, place, none, none, NO_MODIFIER))


def test_the_opening_example_shows_its_five_largest_terms_and_what_all_come_to(
    panel: OriginPanel, opening: Frame
) -> None:
    show(panel, opening, Neuron(2, 0))
    rows = cells(panel)
    assert [row[0] for row in rows] == ["8", "3", "0", "7", "2"]
    assert [number(each) for each in rows[0][1:]] == pytest.approx([0.6421, -0.9147, -0.5873], abs=6e-5)
    more = panel.findChild(QPushButton, "origin_more")
    assert more is not None
    assert more.text() == f"{numbers.count(5)} more, together"
    shown = {name: number(text(panel, f"origin_{name}")) for name in ("rest", "sum", "slope", "delta")}
    assert shown == pytest.approx(
        {"rest": -0.0230, "sum": -0.5799, "slope": 0.9586, "delta": -0.5559}, abs=6e-5
    )
    assert "terms mostly agree" in text(panel, "origin_sum_words")
    assert text(panel, "origin_slope_words") == "almost all passes"
    assert text(panel, "origin_slope_name") == "× slope σ′(z) = 1 − a²"
    assert text(panel, "origin_delta_words") == "raising z lowers C"
    assert panel.note == f"layer 2, neuron 0 · step {numbers.count(0)}"


def test_the_equation_tells_why_it_is_a_sum_in_every_kind_of_layer(panel: OriginPanel) -> None:
    frame = Training((64, 6, 5, 10), ("tanh", "softmax", "softmax"), learning_rate=0.15).frame()
    equation = panel.findChild(QWidget, "origin_formula")
    assert equation is not None
    told = {}
    for layer in (1, 2, 3):
        show(panel, frame, Neuron(layer, 0))
        told[layer] = " ".join(equation.toolTip().split())
    assert "every neuron k of the next layer" in told[1]
    assert "the neurons of this layer" in told[2]
    assert "over the outputs" in told[3]


def test_the_numbers_shown_add_up_and_multiply_in_every_layer_one_sample_or_all(panel: OriginPanel) -> None:
    frame = Training((64, 9, 8, 10), ("softmax", "relu", "sigmoid"), cost="quadratic").advance(5).frame()
    for layer in (1, 2, 3):
        show(panel, frame, Neuron(layer, 3))
        for _ in range(2):
            terms = [number(row[-1]) for row in cells(panel)]
            rest = number(text(panel, "origin_rest")) if is_shown(panel, "origin_rest") else 0.0
            total, delta = number(text(panel, "origin_sum")), number(text(panel, "origin_delta"))
            assert sum(terms) + rest == pytest.approx(total, abs=4e-4)
            slope = number(text(panel, "origin_slope")) if is_shown(panel, "origin_slope") else 1.0
            assert total * slope == pytest.approx(delta, abs=2e-4)
            choose_mean(panel)
        mean = frame.trace.grad_biases[layer - 1][3]
        assert number(text(panel, "origin_delta")) == pytest.approx(mean, abs=6e-5)
        panel.clear()


def test_more_shows_every_term_ten_at_a_time_and_fewer_again(panel: OriginPanel) -> None:
    frame = Training((64, 5, 40, 10), ("tanh", "tanh", "softmax")).frame()
    show(panel, frame, Neuron(1, 2))
    press(panel, "origin_more")
    view = table(panel)
    assert len(cells(panel)) == 40
    assert view.viewport().height() < 11 * view.rowHeight(0)
    assert not text(panel, "origin_rest")
    show(panel, frame, Neuron(1, 3))
    assert len(cells(panel)) == 40
    press(panel, "origin_more")
    assert len(cells(panel)) == 5


def test_six_terms_are_all_shown(panel: OriginPanel) -> None:
    show(panel, Training((64, 4, 6, 10), ("tanh", "tanh", "softmax")).frame(), Neuron(1, 2))
    assert len(cells(panel)) == 6
    assert not is_shown(panel, "origin_more")


def test_an_output_says_why_one_term_is_left_or_all_count(panel: OriginPanel, opening: Frame) -> None:
    show(panel, opening, Neuron(3, 3))
    assert (
        text(panel, "origin_sentence")
        == "The cost depends only on output 8: one term is left, k = 8, not k = j."
    )
    assert [number(row[-1]) != 0.0 for row in cells(panel)] == [True, False, False, False, False]
    assert all(number(row[2]) != 0.0 for row in cells(panel))
    assert not is_shown(panel, "origin_slope")
    output = opening.trace.activations[-1][15, 3]
    assert number(text(panel, "origin_difference")) == pytest.approx(output, abs=6e-5)
    assert text(panel, "origin_difference_words") == f"{numbers.unsigned(output).strip()} − 0"
    other = Training((64, 6, 10), ("tanh", "softmax"), cost="quadratic").frame()
    show(panel, other, Neuron(2, 3))
    assert "all ten terms count" in text(panel, "origin_sentence")
    assert not is_shown(panel, "origin_difference")
    sigmoid = Training((64, 6, 10), ("tanh", "sigmoid"), cost="quadratic").frame()
    show(panel, sigmoid, Neuron(2, 3))
    assert "one term is left, k = j = 3" in text(panel, "origin_sentence")


def test_a_click_on_a_row_selects_its_neuron_and_nothing_else(
    panel: OriginPanel, opening: Frame, qtbot: QtBot
) -> None:
    show(panel, opening, Neuron(2, 0))
    with qtbot.waitSignal(
        panel.act_requested, check_params_cb=lambda act: not isinstance(act, PointAt)
    ) as asked:
        QTest.mouseClick(table(panel).viewport(), LEFT, NO_MODIFIER, place_of(panel, 1))
    assert asked.args == [Follow(Neuron(3, 3))]


def test_a_row_is_chosen_by_keyboard_too(panel: OriginPanel, opening: Frame, qtbot: QtBot) -> None:
    show(panel, opening, Neuron(2, 0))
    view = table(panel)
    view.setFocus()
    view.setCurrentIndex(view.model().index(1, 0))
    with qtbot.waitSignal(
        panel.act_requested, check_params_cb=lambda act: not isinstance(act, PointAt)
    ) as asked:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert asked.args == [Follow(Neuron(3, 3))]


def test_a_row_under_the_mouse_points_at_its_edge_and_factors_until_the_mouse_leaves(
    panel: OriginPanel, opening: Frame
) -> None:
    show(panel, opening, Neuron(2, 0))
    viewport = table(panel).viewport()
    acts: list[object] = []
    panel.act_requested.connect(acts.append)
    hover(panel, 0)
    _, weight, delta, term = cells(panel)[0]
    words = f"wₖⱼ {weight} · δₖ {delta} = {term}"
    pointed = PointAt(Pointed((Neuron(2, 0), Neuron(3, 8)), is_edge=True, words=words))
    assert acts[-1] == pointed
    QApplication.sendEvent(viewport, QEvent(QEvent.Type.Leave))
    assert acts[-1] == PointAt(None)


def test_rows_stay_under_the_mouse_while_training_goes_on(panel: OriginPanel) -> None:
    training = Training(learning_rate=3.0)
    show(panel, training.frame(), Neuron(2, 0))
    hover(panel, 2)
    before = cells(panel)
    later = training.advance(40).frame()
    show(panel, later, Neuron(2, 0))
    after = cells(panel)
    assert [row[0] for row in after] == [row[0] for row in before]
    assert after != before
    total = number(text(panel, "origin_sum"))
    shown = sum(number(row[-1]) for row in after) + number(text(panel, "origin_rest"))
    assert shown == pytest.approx(total, abs=4e-4)
    QApplication.sendEvent(table(panel).viewport(), QEvent(QEvent.Type.Leave))
    show(panel, training.advance(1).frame(), Neuron(2, 0))
    sizes = [abs(number(row[-1])) for row in cells(panel)]
    assert sizes == sorted(sizes, reverse=True)


def test_the_row_of_the_selected_connection_is_there_and_marked(panel: OriginPanel, opening: Frame) -> None:
    show(panel, opening, Neuron(2, 0), connection=Connection(3, 4, 0))
    shown = table(panel).table
    assert [row[0] for row in cells(panel)][:5] == ["8", "3", "0", "7", "2"]
    assert shown.marked == 5
    assert shown.neuron(5) == Neuron(3, 4)
    # One that leads into the neuron is no term of its δ.
    show(panel, opening, Neuron(2, 0), connection=Connection(2, 0, 9))
    assert table(panel).table.marked is None
    assert len(cells(panel)) == 5


def test_the_verdict_leads_to_the_neuron_with_the_largest_term(
    panel: OriginPanel, opening: Frame, qtbot: QtBot
) -> None:
    show(panel, opening, Neuron(2, 0))
    link = panel.findChild(QLabel, "origin_sum_words")
    assert link is not None
    with qtbot.waitSignal(panel.act_requested) as asked:
        QTest.mouseClick(link, LEFT, NO_MODIFIER, QPoint(12, link.height() // 2))
    assert asked.args == [Follow(Neuron(3, 8))]
    show(panel, opening, Neuron(3, 8))
    assert not link.property("leads")
    assert link.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_the_pill_offers_the_sample_and_the_mean_of_what_is_looked_at(
    panel: OriginPanel, opening: Frame
) -> None:
    def choices() -> list[str]:
        actions = [panel.findChild(QAction, f"origin_pill_{place}") for place in range(2)]
        return [action.text() for action in actions if action is not None]

    show(panel, opening, Neuron(2, 0))
    assert choices() == ["sample 15", "32 fixed samples"]
    choose_mean(panel)
    assert text(panel, "origin_delta_name") == "= mean δ = ∂C/∂b"
    deltas = opening.trace.deltas[1][:, 0]
    assert f"raises C for {(deltas > 0).sum()} of the 32 samples" in text(panel, "origin_sentence")
    show(panel, opening, Neuron(2, 0), source=SampleSource.BATCH, batch_sample=3)
    assert choices() == ["batch sample 3", "batch of 20"]
    test = panel.findChild(QPushButton, "origin_test")
    assert test is not None
    assert not test.isEnabled()


def test_a_part_of_a_large_batch_has_a_mean_but_no_gradient(panel: OriginPanel) -> None:
    frame = Training((64, 6, 10), ("tanh", "softmax"), batch_size=100).advance(1).frame(batch=True)
    show(panel, frame, Neuron(1, 0), source=SampleSource.BATCH)
    choose_mean(panel)
    assert text(panel, "origin_delta_name") == "= mean δ"
    pill = panel.findChild(QWidget, "origin_pill")
    assert pill is not None
    assert pill.accessibleName() == "Whose numbers: first 64 of batch of 100"


def test_a_batch_of_one_has_no_samples_to_count(panel: OriginPanel) -> None:
    frame = Training((64, 6, 10), ("tanh", "softmax"), batch_size=1).advance(1).frame(batch=True)
    show(panel, frame, Neuron(1, 0), source=SampleSource.BATCH)
    one = text(panel, "origin_delta")
    choose_mean(panel)
    assert text(panel, "origin_delta") == one
    assert "one sample only" in text(panel, "origin_sentence")


def test_testing_this_delta_puts_the_demon_on_the_neuron_and_asks_for_its_panel(
    panel: OriginPanel, opening: Frame
) -> None:
    show(panel, opening, Neuron(2, 0))
    asked: list[object] = []
    panel.act_requested.connect(asked.append)
    panel.dock_requested.connect(asked.append)
    press(panel, "origin_test")
    assert asked == [PutToTest(Scope.SAMPLE), "dock_demon"]
    choose_mean(panel)
    press(panel, "origin_test")
    assert asked[2:] == [PutToTest(Scope.BATCH), "dock_demon"]


def test_inputs_and_an_empty_selection_are_explained(panel: OriginPanel, opening: Frame) -> None:
    show(panel, opening, Neuron(0, 3))
    assert "Input 3 has no δ" in text(panel, "origin_message")
    draw(panel, session=SessionState())
    assert "Click a neuron" in text(panel, "origin_message")
    assert not is_shown(panel, "origin_delta")


def test_a_click_may_lead_to_a_neuron_with_fewer_terms(panel: OriginPanel) -> None:
    frame = Training(
        (2, 4, 12, 5, 2, 1), ("tanh", "tanh", "tanh", "tanh", "sigmoid"), data="xor", cost="cross_entropy"
    ).frame()
    show(panel, frame, Neuron(1, 0))

    def walk(act: object) -> None:
        if isinstance(act, Follow):
            show(panel, frame, Neuron(act.neuron.layer + 2, 0))

    panel.act_requested.connect(walk)
    QTest.mouseClick(table(panel).viewport(), LEFT, NO_MODIFIER, place_of(panel, 4))
    assert len(cells(panel)) == 1


@pytest.mark.parametrize("size", [1.0, 1e-9, 1e9])
@pytest.mark.parametrize("mean", [False, True])
def test_no_number_is_cut_at_the_narrowest_whatever_its_size(
    panel: OriginPanel, size: float, mean: bool
) -> None:
    training = Training((64, 14, 10), ("relu", "identity"), cost="quadratic")
    training.trainer.network.weights[1][:] *= size
    panel.resize(NARROWEST, 700)
    frame = training.frame()
    for neuron in (Neuron(1, 3), Neuron(2, 3)):
        show(panel, frame, neuron)
        if mean:
            choose_mean(panel)
        view = table(panel)
        model = view.model()
        for row in range(model.rowCount()):
            for column in range(1, model.columnCount() - 1):
                index = model.index(row, column)
                font = index.data(Qt.ItemDataRole.FontRole)
                needed = view.fontMetrics().__class__(font).horizontalAdvance(index.data())
                assert needed <= view.columnWidth(column), (neuron, index.data())
        for label in panel.findChildren(QLabel):
            # A Caption ends in “…” by itself, and has the whole in its tooltip.
            if label.isVisible() and not label.wordWrap() and not isinstance(label, Caption):
                assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width(), label.text()
                assert panel.rect().contains(label.mapTo(panel, label.rect().topRight()).x(), 10), (
                    label.text()
                )
        panel.clear()


def test_a_long_name_of_an_output_gives_way_to_the_numbers(panel: OriginPanel, opening: Frame) -> None:
    names = tuple(f"a class with a very long name {k}" for k in range(10))
    frame = replace(opening, data=replace(opening.data, class_names=names))
    show(panel, frame, Neuron(2, 0))
    view = table(panel)
    model = view.model()
    assert model.index(0, 0).data() == f"8  {names[8]}"
    assert names[8] in model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    last = model.columnCount() - 1
    assert view.columnViewportPosition(last) + view.columnWidth(last) <= view.viewport().width()
    assert view.columnWidth(last) >= 40


def test_numbers_that_are_predicted_have_the_names_of_their_columns(panel: OriginPanel) -> None:
    frame = Training((1, 4, 1), ("tanh", "identity"), data="wave", cost="quadratic").frame()
    show(panel, replace(frame, data=replace(frame.data, target_names=("price",))), Neuron(1, 0))
    assert table(panel).model().index(0, 0).data() == "0  price"


def test_what_isn_t_finite_is_said(panel: OriginPanel) -> None:
    training = Training((64, 7, 10), ("tanh", "sigmoid"), cost="cross_entropy", initializer="zeros")
    training.trainer.network.biases[-1][:] = 800.0
    frame = training.frame()
    show(panel, frame, Neuron(2, 3), sample=3)
    infinite = [row for row in cells(panel) if row[1] == numbers.NOT_FINITE]
    assert infinite
    assert number(text(panel, "origin_delta")) == pytest.approx(frame.trace.deltas[-1][3, 3], abs=6e-5)
    assert np.isfinite(frame.trace.deltas[-1][3, 3])


def test_a_network_that_overflows_is_shown_as_it_is(panel: OriginPanel) -> None:
    training = Training((64, 7, 10), ("relu", "identity"), cost="quadratic")
    training.trainer.network.weights[0][:] = 1e160
    training.trainer.network.weights[1][:] = 1e160
    with np.errstate(all="ignore"):
        frame = training.frame()
        for neuron in (Neuron(1, 3), Neuron(2, 3)):
            show(panel, frame, neuron)
            assert text(panel, "origin_delta") == numbers.NOT_FINITE
            assert "not finite" in text(panel, "origin_sum_words")
            assert text(panel, "origin_delta_words") == ""


@pytest.fixture
def _light_again(qapp: QApplication) -> Iterator[None]:
    yield
    apply_theme(qapp, "light")


@pytest.mark.usefixtures("_light_again")
def test_the_link_has_the_colour_of_the_theme_also_after_another_is_chosen(
    panel: OriginPanel, opening: Frame, qapp: QApplication
) -> None:
    show(panel, opening, Neuron(2, 0))
    link = panel.findChild(QLabel, "origin_sum_words")
    assert link is not None
    for theme in (DARK, LIGHT):
        apply_theme(qapp, theme.name)
        assert link.palette().color(link.foregroundRole()) == theme.accent


@pytest.mark.parametrize("size", [1.0, 1e-9, 1e9])
def test_the_remarks_stay_on_one_line_each_and_the_button_in_sight_whatever_the_numbers(
    panel: OriginPanel, size: float
) -> None:
    training = Training((64, 14, 10), ("relu", "identity"), cost="quadratic")
    training.trainer.network.weights[1][:] *= size
    frame = training.frame()
    panel.resize(NARROWEST, 290)  # what the region in Explore leaves at 1440×900
    for neuron in (Neuron(1, 3), Neuron(2, 3)):
        show(panel, frame, neuron)
        for name in ("sum", "slope", "delta", "difference"):
            words = panel.findChild(Caption, f"origin_{name}_words")
            assert words is not None
            if words.isVisible():
                assert words.height() < 2 * words.fontMetrics().height()
                # Only two numbers that have no room even with few digits are left out.
                shown = words.text_shown()
                assert not shown.endswith("…") or (name == "difference" and shown == "…")
        button = panel.findChild(QPushButton, "origin_test")
        assert button is not None
        assert button.visibleRegion().boundingRect() == button.rect()


def test_names_of_other_classes_get_the_room_there_is(panel: OriginPanel) -> None:
    frame = Training((2, 4, 4), ("tanh", "sigmoid"), data="blobs").frame()
    plain = replace(frame, data=replace(frame.data, class_names=("0", "1", "2", "3")))
    names = ("setosa", "versicolor", "virginica", "hybrid")
    show(panel, plain, Neuron(1, 0))
    show(panel, replace(frame, data=replace(frame.data, class_names=names)), Neuron(1, 0))
    view = table(panel)
    digits = view.fontMetrics().__class__(view.model().index(0, 0).data(Qt.ItemDataRole.FontRole))
    assert view.columnWidth(0) >= digits.horizontalAdvance("0  ver…or")


def test_class_names_that_begin_and_end_alike_still_differ_where_they_are_shortened(
    panel: OriginPanel, opening: Frame
) -> None:
    names = tuple(f"the handwritten digit {word}teen of the set" for word in "abcdefghij")
    show(panel, replace(opening, data=replace(opening.data, class_names=names)), Neuron(2, 0))
    view = table(panel)
    shown = view.names_shown
    assert len(set(shown)) == len(cells(panel))
    metrics = view.fontMetrics().__class__(view.model().index(0, 0).data(Qt.ItemDataRole.FontRole))
    assert all(metrics.horizontalAdvance(name) <= view.columnWidth(0) for name in shown)
    assert [name.partition(" ")[2].strip(" …")[:1] for name in shown] != [""] * len(shown)
