"""The route table as a panel of its own."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTableView
from pytestqt.qtbot import QtBot

from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.document.acts.looking import Select
from bpexplorer.document.session import Demon, SessionState
from bpexplorer.look.theme import DARK, LIGHT, apply_theme
from bpexplorer.panels.routes.panel import RoutesPanel
from tests.frames import Training
from tests.pictures import draw


@pytest.fixture(scope="module")
def softmax() -> Frame:
    return Training((64, 8, 10), ("tanh", "softmax"), cost="quadratic").advance(40).frame()


@pytest.fixture(scope="module")
def sigmoid() -> Frame:
    return Training((64, 8, 10), ("tanh", "sigmoid"), cost="quadratic").advance(40).frame()


@pytest.fixture
def panel(qtbot: QtBot) -> RoutesPanel:
    panel = RoutesPanel()
    qtbot.addWidget(panel)
    panel.resize(380, 400)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def show(
    panel: RoutesPanel, frame: Frame, neuron: Neuron, sample: int = 3, demon: Demon | None = None
) -> QTableView:
    draw(panel, frame, SessionState(selection=(neuron,), sample=sample, demon=demon))
    return table(panel)


def table(panel: RoutesPanel) -> QTableView:
    view = panel.findChild(QTableView, "routes_table")
    assert view is not None
    return view


def text(panel: RoutesPanel, name: str) -> str:
    label = panel.findChild(QLabel, name)
    assert label is not None
    return label.text()


def column(view: QTableView, place: int) -> list[str]:
    model = view.model()
    return [model.index(row, place).data() for row in range(model.rowCount())]


def test_with_sigmoid_one_row_lives_and_with_softmax_all_do(
    panel: RoutesPanel, sigmoid: Frame, softmax: Frame
) -> None:
    neuron = Neuron(2, 4)
    lone = column(show(panel, sigmoid, neuron), 1)[:10]
    assert [k for k, value in enumerate(lone) if value != "0"] == [4]
    assert "alone" in text(panel, "routes_sentence")
    full = column(show(panel, softmax, neuron), 1)[:10]
    assert all(value != "0" for value in full)
    assert "full" in text(panel, "routes_sentence")


def test_the_title_names_neuron_sample_and_step(panel: RoutesPanel, softmax: Frame, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.note_changed) as title:
        show(panel, softmax, Neuron(2, 4))
    assert title.args == ["layer 2, neuron 4 · sample 3 · step 40"]


def test_the_row_that_carries_delta_is_in_sight_in_a_low_panel(panel: RoutesPanel, qtbot: QtBot) -> None:
    frame = Training((64, 8, 10), ("tanh", "softmax")).advance(40).frame()
    panel.resize(380, 150)
    labels = frame.data.labels_probe
    assert labels is not None
    sample = next(s for s, label in enumerate(labels) if label == 9)
    view = show(panel, frame, Neuron(2, 4), sample)
    row = view.visualRect(view.model().index(9, 0))
    qtbot.waitUntil(lambda: view.viewport().rect().contains(view.visualRect(view.model().index(9, 0))))
    assert row.isValid()


def test_a_table_of_another_network_begins_in_sight_though_neuron_and_sample_are_the_same(
    panel: RoutesPanel, qtbot: QtBot
) -> None:
    shallow = Training((64, 8, 10), ("tanh", "softmax")).advance(40).frame()
    deep = Training((64, 8, 10, 10), ("tanh", "tanh", "softmax")).advance(40).frame()
    panel.resize(380, 150)
    labels = shallow.data.labels_probe
    assert labels is not None
    sample = next(s for s, label in enumerate(labels) if label == 9)
    view = show(panel, shallow, Neuron(2, 4), sample)
    qtbot.waitUntil(lambda: view.verticalScrollBar().value() > 0)
    view = show(panel, deep, Neuron(2, 4), sample)
    qtbot.waitUntil(lambda: view.viewport().rect().contains(view.visualRect(view.model().index(0, 0))))


def test_a_demon_elsewhere_leaves_the_routes_of_the_selected_neuron(
    panel: RoutesPanel, softmax: Frame
) -> None:
    demon = Neuron(2, 4)
    view = show(panel, softmax, Neuron(1, 2))
    draw(panel, session=SessionState(selection=(Neuron(1, 2),), sample=3, demon=Demon(demon, 0.5)))
    assert view.model().headerData(1, Qt.Orientation.Horizontal) == "wₖⱼ"
    draw(panel, session=SessionState(selection=(demon,), sample=3, demon=Demon(demon, 0.5)))
    assert view.model().headerData(1, Qt.Orientation.Horizontal) == "Δaₖ"


def test_a_demon_shows_what_its_dz_changes_and_zero_shows_the_slopes_again(
    panel: RoutesPanel, softmax: Frame
) -> None:
    neuron = Neuron(2, 4)
    view = show(panel, softmax, neuron)
    for dz, header in ((0.5, "Δaₖ"), (0.0, "∂aₖ/∂zⱼ")):
        draw(panel, session=SessionState(selection=(neuron,), sample=3, demon=Demon(neuron, dz)))
        assert view.model().headerData(1, Qt.Orientation.Horizontal) == header


def test_inputs_and_an_empty_selection_are_explained(panel: RoutesPanel, softmax: Frame) -> None:
    draw(panel, softmax)
    draw(panel, session=SessionState(selection=(Neuron(0, 3),)))
    assert "Inputs have no z" in text(panel, "routes_sentence")
    draw(panel, session=SessionState())
    assert "Select a neuron" in text(panel, "routes_sentence")


def test_a_click_on_a_row_may_lead_to_a_neuron_with_fewer_rows(panel: RoutesPanel) -> None:
    frame = Training(
        (2, 4, 12, 5, 2, 1), ("tanh", "tanh", "tanh", "tanh", "sigmoid"), data="xor", cost="cross_entropy"
    ).frame()
    view = show(panel, frame, Neuron(1, 0))
    panel.act_requested.connect(lambda act: show(panel, frame, Neuron(act.neurons[0].layer + 1, 0)))
    place = view.visualRect(view.model().index(11, 0))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    assert column(view, 0)[:2] == ["0", "1"]
    assert view.model().rowCount() < 11


def test_a_row_is_chosen_by_keyboard_too_and_lines_of_the_sum_are_not(
    panel: RoutesPanel, softmax: Frame, qtbot: QtBot
) -> None:
    view = show(panel, softmax, Neuron(1, 2))
    view.setCurrentIndex(view.model().index(5, 0))
    with qtbot.waitSignal(panel.act_requested) as clicked:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert clicked.args == [Select((Neuron(2, 5),))]
    last = view.model().index(view.model().rowCount() - 1, 1)
    view.scrollTo(last)
    with qtbot.assertNotEmitted(panel.act_requested):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(last).center())


def test_new_numbers_keep_the_selected_row(panel: RoutesPanel, softmax: Frame) -> None:
    view = show(panel, softmax, Neuron(1, 2))
    view.selectRow(3)
    before = column(view, 2)
    later = Training((64, 8, 10), ("tanh", "softmax"), cost="quadratic").advance(60).frame()
    show(panel, later, Neuron(1, 2))
    assert column(view, 2) != before
    assert [index.row() for index in view.selectionModel().selectedRows()] == [3]


@pytest.fixture
def _light_again(qapp: QApplication) -> Iterator[None]:
    yield
    apply_theme(qapp, "light")


def test_with_softmax_every_row_stands_out_though_one_product_carries_delta(
    panel: RoutesPanel, qtbot: QtBot
) -> None:
    frame = Training((64, 8, 10), ("tanh", "softmax")).advance(40).frame()
    view = show(panel, frame, Neuron(2, 4))
    labels = frame.data.labels_probe
    assert labels is not None

    def bright(place: int) -> list[int]:
        colours = [view.model().index(row, place).data(Qt.ItemDataRole.ForegroundRole) for row in range(10)]
        return [k for k, colour in enumerate(colours) if colour == LIGHT.text]

    assert bright(1) == list(range(10))
    assert bright(3) == [labels[3]]


@pytest.mark.usefixtures("_light_again")
def test_living_rows_stand_out_in_both_themes(panel: RoutesPanel, sigmoid: Frame, qapp: QApplication) -> None:
    view = show(panel, sigmoid, Neuron(2, 4))
    for theme in (LIGHT, DARK):
        apply_theme(qapp, theme.name)
        colours = [view.model().index(row, 1).data(Qt.ItemDataRole.ForegroundRole) for row in range(10)]
        assert [k for k, colour in enumerate(colours) if colour == theme.text] == [4]
