"""The table of samples: what stands in its cells is what the core reads; it is sorted, and leads to a sample."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.evaluation import without_pauses
from bpexplorer.core.readings.table import rows as rows_module
from bpexplorer.core.readings.table.rows import read_samples
from bpexplorer.data.own_units import own_rows
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import SessionState
from bpexplorer.document.workspaces import Workspace
from bpexplorer.look import numbers
from bpexplorer.panels.samples_table import PAGES
from bpexplorer.panels.samples_table.array_table import ArrayColumn, Sorting
from bpexplorer.panels.samples_table.array_view import ArrayView
from bpexplorer.panels.samples_table.table_page import SamplesPage
from bpexplorer.panels.samples_table.words import SampleRows
from tests import shown
from tests.frames import Training
from tests.pictures import draw
from tests.tables import flower_choice, project_on
from tests.windows import LEFT, NO_MODIFIER, Desk


def view_of(desk: Desk) -> ArrayView:
    view = desk.find("samples_table")
    assert isinstance(view, ArrayView)
    return view


def cells(view: ArrayView) -> list[dict[str, str]]:
    """What each row shows, by the headings without the arrow of the sorting."""
    model = view.model()
    titles = [
        model.headerData(column, Qt.Orientation.Horizontal).split(" ↓")[0].split(" ↑")[0]
        for column in range(model.columnCount())
    ]
    return [
        {title: model.index(row, column).data() for column, title in enumerate(titles)}
        for row in range(model.rowCount())
    ]


def open_table(desk: Desk) -> ArrayView:
    desk.open_panel("dock_samples_table")
    desk.wait(lambda: desk.find_all("samples_table") != [])
    desk.wait_for_measured()
    return view_of(desk)


def click_heading(view: ArrayView, title: str) -> None:
    header = view.horizontalHeader()
    titles = [
        str(view.model().headerData(column, Qt.Orientation.Horizontal))
        for column in range(view.model().columnCount())
    ]
    section = next(column for column, text in enumerate(titles) if text.startswith(title))
    place = QPoint(header.sectionViewportPosition(section) + 5, header.height() // 2)
    QTest.mouseClick(header.viewport(), LEFT, NO_MODIFIER, place)


def click_row(view: ArrayView, row: int, *, twice: bool = False) -> None:
    view.scrollTo(view.model().index(row, 0))
    hand = QTest.mouseDClick if twice else QTest.mouseClick
    hand(view.viewport(), LEFT, NO_MODIFIER, view.visualRect(view.model().index(row, 0)).center())


def signed_share(text: str) -> float:
    return shown.number(text.removesuffix("%")) / 100.0


def test_every_cell_is_what_backpropagation_gives_of_that_sample_and_a_row_of_the_users_file(
    open_desk: Callable[..., Desk],
) -> None:
    desk = open_desk(project_on(flower_choice()))
    neuron = desk.window.document.session.state.primary
    assert neuron is not None
    view = open_table(desk)
    frame, prepared = desk.frame, desk.window.document.prepared
    data = frame.data
    found = cells(view)
    assert len(found) == len(data.x_train)
    assert [shown.number(each["C"]) for each in found] == sorted(
        (shown.number(each["C"]) for each in found), reverse=True
    )
    assert data.labels_train is not None
    for each in found:
        row = int(shown.number(each["sample"]))
        trace = backpropagate(frame.network, data.x_train[[row]], data.y_train[[row]], cost=frame.config.cost)
        assert each["C"] == numbers.unsigned(trace.cost)
        assert each["‖δ‖ outputs"] == numbers.unsigned(float(np.linalg.norm(trace.deltas[-1])))
        delta = trace.deltas[neuron.layer - 1][0, neuron.index]
        assert each[f"δ {neuron.layer}, {neuron.index}"] == numbers.signed(float(delta))
        predicted = int(data.predicted_classes(trace.activations[-1])[0])
        label = int(data.labels_train[row])
        assert (each["true"], each["predicted"]) == (data.class_names[label], data.class_names[predicted])
        assert each["right"] == ("✓" if predicted == label else "✗")
        assert int(shown.number(each["row"])) == own_rows(prepared, "train")[row]
        gradient = [*trace.grad_weights, *trace.grad_biases]
        length = float(np.sqrt(sum(np.square(part).sum() for part in gradient)))
        assert each["‖∇Cₓ‖"] == numbers.unsigned(length)
    assert sum(signed_share(each["share of ∇C"]) for each in found) == pytest.approx(1.0, abs=1e-3)
    table = without_pauses(read_samples(frame.network, data, cost=frame.config.cost, over="train"))
    assert numbers.count(table.heaviest()) in desk.text("samples_table_sentence")
    # For other programs every digit, in the order that is shown.
    (content,) = desk.window.panels["dock_samples_table"].content().tables
    column = content.columns.index("C")
    np.testing.assert_allclose([row[column] for row in content.rows], np.sort(table.costs)[::-1])


def test_headings_list_and_arrow_sort_alike(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(project_on(flower_choice()))
    view = open_table(desk)

    def wait_for(by: str, *, largest_first: bool) -> None:
        desk.wait(lambda: view.table.sorting == Sorting(by, largest_first))

    click_heading(view, "cos")
    wait_for("alignment", largest_first=True)
    cosines = [shown.number(each["cos with ∇C"]) for each in cells(view)]
    assert cosines == sorted(cosines, reverse=True)
    click_heading(view, "cos")
    wait_for("alignment", largest_first=False)
    assert [shown.number(each["cos with ∇C"]) for each in cells(view)] == sorted(cosines)
    desk.click("samples_table_sort_way")
    wait_for("alignment", largest_first=True)
    assert [shown.number(each["cos with ∇C"]) for each in cells(view)] == cosines
    box = desk.find("samples_table_sort")
    assert isinstance(box, QComboBox)
    desk.pick("samples_table_sort", box.itemText(box.findData("right")))
    wait_for("right", largest_first=False)
    # What is wrong comes first.
    assert [each["right"] for each in cells(view)] == sorted(
        (each["right"] for each in cells(view)), reverse=True
    )
    desk.pick("samples_table_set", "test set")
    desk.wait_for_measured()
    assert len(cells(view)) == len(desk.frame.data.x_test)
    assert {each["share of ∇C"] for each in cells(view)} == {numbers.NOTHING}
    desk.pick("samples_table_set", "whole data set")
    desk.wait_for_measured()
    assert {each["sample"].split()[0] for each in cells(view)} == {"training", "test"}


def test_a_click_looks_at_a_sample_a_double_click_opens_it_in_explore_and_the_arrows_go_on_in_the_table(
    open_desk: Callable[..., Desk],
) -> None:
    desk = open_desk(project_on(flower_choice()))
    desk.key(Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    desk.wait(lambda: desk.window.workspaces.current is Workspace.TRAIN)
    desk.choose_in_panel("dock_samples", "samples_list_all")
    desk.wait(lambda: desk.find_all("samples_table") != [])
    desk.wait_for_measured()
    view = view_of(desk)
    rows = [int(shown.number(each["sample"])) for each in cells(view)]
    click_row(view, 20)
    desk.wait_for_calm()
    assert desk.window.workspaces.current is Workspace.TRAIN
    assert desk.window.document.session.state.one_listed == ("train", rows[20])
    assert view.selectionModel().selectedRows()[0].row() == 20
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    desk.wait(lambda: desk.window.workspaces.current is Workspace.EXPLORE)
    desk.wait_for_calm()
    assert desk.window.document.session.state.one_listed == ("train", rows[21])
    box = desk.find("sample_source")
    assert isinstance(box, QComboBox)
    assert box.currentText() == "samples of the table"
    QTest.keyClick(desk.find("sample"), Qt.Key.Key_Up)
    desk.wait_for_calm()
    assert desk.window.document.session.state.one_listed == ("train", rows[22])


@pytest.fixture
def page(qtbot: QtBot) -> SamplesPage:
    made = SamplesPage()
    qtbot.addWidget(made)
    made.job_requested.connect(lambda job: made.show_result(job()))
    made.resize(700, 300)
    with qtbot.waitExposed(made):
        made.show()
    return made


def reading_of(training: Training, page: SamplesPage) -> SampleRows:
    assert PAGES[0].ask is not None
    ask = PAGES[0].ask(Picture(training.frame(), SessionState()), page.choice)
    assert ask is not None
    reading: SampleRows = without_pauses(ask())
    return reading


def first_rows(page: SamplesPage) -> list[str]:
    view = page.findChild(ArrayView)
    assert view is not None
    return [view.model().index(row, 0).data() for row in range(5)]


def test_under_the_mouse_rows_keep_their_place_and_their_numbers_go_on(page: SamplesPage) -> None:
    training = Training().advance(20)
    page.show_reading(reading_of(training, page))
    view = page.findChild(ArrayView)
    assert view is not None
    before, costs = first_rows(page), [each["C"] for each in cells(view)[:5]]
    inside = QPointF(view.rect().center())
    QApplication.sendEvent(view, QEnterEvent(inside, inside, inside))
    page.show_reading(reading_of(training.advance(300), page))
    assert first_rows(page) == before
    assert [each["C"] for each in cells(view)[:5]] != costs
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert first_rows(page) != before
    sorted_costs = [shown.number(each["C"]) for each in cells(view)]
    assert sorted_costs == sorted(sorted_costs, reverse=True)


def test_rows_are_sorted_apart_and_stay_as_they_are_until_that_is_done(
    page: SamplesPage, qtbot: QtBot
) -> None:
    page.job_requested.disconnect()
    training = Training().advance(20)
    page.show_reading(reading_of(training, page))
    view = page.findChild(ArrayView)
    assert view is not None
    before = first_rows(page)
    with qtbot.waitSignal(page.job_requested) as asked:
        click_heading(view, "‖∇Cₓ‖")
    assert first_rows(page) == before
    # What is read meanwhile isn't put back into the old order, and the job before it is no longer of these rows.
    late = asked.args[0]
    with qtbot.waitSignal(page.job_requested) as asked:
        page.show_reading(replace(reading_of(training.advance(50), page), table=view.table))
    page.show_result(late())
    assert view.table.sorting.by == "gradient"
    newer = reading_of(training.advance(50), page)
    page.show_reading(newer)
    page.show_result(late())
    assert view.table.columns is newer.table.columns
    sizes = [shown.number(each["‖∇Cₓ‖"]) for each in cells(view)]
    assert sizes == sorted(sizes, reverse=True)


def test_of_rows_that_nobody_takes_no_value_is_made(page: SamplesPage) -> None:
    training, made = Training(), []

    def noting(column: ArrayColumn) -> ArrayColumn:
        return replace(column, value=lambda place: made.append(place) or column.value(place))

    answer = reading_of(training, page)
    noted = replace(answer.table, columns=tuple(map(noting, answer.table.columns)))
    page.show_reading(replace(answer, table=noted))
    (content,) = page.content().tables  # as the menu of the panel asks before anything is copied
    assert len(content.rows) == len(answer.reading.rows)
    assert not made
    assert content.rows[3][0] == int(shown.number(cells_of_row(page, 3)[0]))
    assert set(made) == {int(answer.table.order[3])}


def cells_of_row(page: SamplesPage, row: int) -> list[str]:
    view = page.findChild(ArrayView)
    assert view is not None
    return [view.model().index(row, column).data() for column in range(view.model().columnCount())]


def test_the_sample_that_is_looked_at_is_selected_and_stays_so_when_rows_move(page: SamplesPage) -> None:
    training = Training()
    draw(page, training.frame(), SessionState(sample=4))
    page.show_reading(reading_of(training, page))
    view = page.findChild(ArrayView)
    assert view is not None
    row = int(training.frame().data.probe[4])
    for _ in range(2):
        (selected,) = view.selectionModel().selectedRows()
        assert int(shown.number(selected.data())) == row
        page.show_reading(reading_of(training.advance(50), page))


def test_of_a_large_set_it_says_how_many_are_listed(
    page: SamplesPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_module, "MOST_ROWS", 50)
    page.show_reading(reading_of(Training(), page))
    sentence = page.findChild(QLabel, "samples_table_sentence")
    assert sentence is not None
    assert "50 samples are read, spread evenly" in sentence.text()
    assert "50 of 1,438 samples" in page.note


def test_a_regression_has_targets_outputs_and_what_is_missing_between_them(page: SamplesPage) -> None:
    training = Training((1, 4, 1), ("tanh", "identity"), data="wave", cost="quadratic")
    page.show_reading(reading_of(training, page))
    view = page.findChild(ArrayView)
    assert view is not None
    data, frame = training.frame().data, training.frame()
    for each in cells(view)[:5]:
        row = int(shown.number(each["sample"]))
        a = float(
            backpropagate(
                frame.network, data.x_train[[row]], data.y_train[[row]], cost="quadratic"
            ).activations[-1][0, 0]
        )
        y = float(data.y_train[row, 0])
        assert (each["target 0"], each["output 0"]) == (numbers.signed(y), numbers.signed(a))
        assert each["target − output"] == numbers.signed(y - a)


def test_metrics_lead_to_the_table_and_without_validation_samples_it_says_so(small_desk: Desk) -> None:
    desk = small_desk
    desk.key(Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    desk.wait_for_measured()
    desk.choose_in_panel("dock_metrics", "metrics_list_all")
    desk.wait(lambda: desk.find_all("samples_table") != [])
    desk.pick("samples_table_set", "validation set")
    desk.wait(lambda: desk.find_all("samples_table") == [])
    assert desk.window.panels["dock_samples_table"].note == ""
