"""One sample value by value, and what the network says if another is typed; the inputs with their scaling."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit

from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.errors import DataError
from bpexplorer.core.evaluation import without_pauses
from bpexplorer.core.readings.table.inputs import read_inputs
from bpexplorer.core.spec import Neuron
from bpexplorer.data.choice import table_choice
from bpexplorer.data.own_units import own_values
from bpexplorer.data.prepare import prepare
from bpexplorer.data.recipe import Missing, Role
from bpexplorer.data.table.table import Kind
from bpexplorer.document.acts.looking import ShowPage
from bpexplorer.look import numbers
from bpexplorer.look.own_units import MISSING, own_text
from bpexplorer.panels.samples_table.array_view import ArrayView
from bpexplorer.panels.samples_table.one_sample import NO_TARGET, OneSample
from bpexplorer.panels.samples_table.one_view import GIVEN, NAME, VALUE, OneView
from bpexplorer.panels.shared.tables.cell_table import CellTable
from tests.tables import column, flower_choice, flowers, project_on
from tests.walk import cut
from tests.windows import LEFT, NO_MODIFIER, Desk


def open_page(desk: Desk, page: str, name: str) -> None:
    desk.open_panel("dock_samples_table")
    desk.wait_for_measured()
    desk.window.requests.take_act(ShowPage("dock_samples_table", page))
    desk.wait(lambda: desk.find_all(name) != [])
    desk.wait_for_measured()


def cell(view: OneView, name: str, part: int) -> QModelIndex:
    model = view.model()
    row = next(row for row in range(model.rowCount()) if model.index(row, NAME).data() == name)
    return model.index(row, part)


def edit(desk: Desk, view: OneView, name: str) -> QLineEdit | QComboBox:
    """Click on a value; the field that comes up."""
    index = cell(view, name, VALUE)
    view.scrollTo(index)
    QTest.mouseClick(view.viewport(), LEFT, NO_MODIFIER, view.visualRect(index).center())
    found = desk.find("one_sample_editor")
    assert isinstance(found, QLineEdit | QComboBox)
    return found


def type_value(desk: Desk, view: OneView, name: str, text: str) -> None:
    field = edit(desk, view, name)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.wait(lambda: desk.find_all("one_sample_editor") == [])
    desk.wait_for_measured()


def choose(desk: Desk, view: OneView, name: str, text: str) -> None:
    box = edit(desk, view, name)
    assert isinstance(box, QComboBox)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(box.findText(text)):
        QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(box, Qt.Key.Key_Return)
    desk.wait(lambda: desk.find_all("one_sample_editor") == [])
    desk.wait_for_measured()


def test_a_value_that_is_typed_changes_what_the_network_says_and_nothing_else(
    open_desk: Callable[..., Desk],
) -> None:
    desk = open_desk(project_on(flower_choice()))
    before = desk.parameters()
    open_page(desk, "one", "one_sample_values")
    view, outputs = desk.find("one_sample_values"), desk.find("one_sample_outputs")
    assert isinstance(view, OneView)
    assert isinstance(outputs, CellTable)
    frame, prepared = desk.frame, desk.window.document.prepared
    picture = desk.window.newest_picture()
    row = int(picture.samples.rows[picture.row])
    for place, value in enumerate(own_values(prepared, "train", row)):
        kind = Kind.CATEGORY if isinstance(value, str) or value is None else Kind.NUMBER
        if value is not None:
            assert view.model().index(place, VALUE).data() == own_text(value, kind)
    wide = prepared.training.feature_names.index("wide")
    given = numbers.signed(float(frame.data.x_train[row, wide]), decimals=3).strip()
    assert cell(view, "wide", GIVEN).data() == given

    type_value(desk, view, "wide", "2.5")
    choose(desk, view, "island", "Dream")
    x = prepared.scaling.undo(frame.data.x_train[row])
    x[wide] = 2.5
    for place, name in enumerate(prepared.training.feature_names):
        if name.startswith("island = "):
            x[place] = name == "island = Dream"
    x = prepared.scaling.apply(x)[np.newaxis]
    trace = backpropagate(frame.network, x, frame.data.y_train[[row]], cost=frame.config.cost)
    texts = [each.text for each in outputs.table.rows[0].cells]
    assert texts[2:] == [
        numbers.signed(float(trace.activations[-1][0, 0])),
        numbers.signed(float(trace.deltas[-1][0, 0])),
    ]
    assert "wide = 2.5, island = Dream?" in desk.text("one_sample_sentence")
    assert desk.text("one_sample_sentence").endswith(f"C = {numbers.significant(trace.cost)}.")

    assert not cut(desk.window.docks["dock_samples_table"])

    choose(desk, view, "class", NO_TARGET)
    assert outputs.table.rows[0].cells[3].text == numbers.NOTHING
    assert outputs.table.rows[0].cells[2].text == texts[2]
    # What can't be taken is said, and nothing changes.
    type_value(desk, view, "wide", "very")
    assert "“wide” can't be “very”" in desk.text("one_sample_refusal")
    assert cell(view, "wide", VALUE).data() == own_text(2.5, Kind.NUMBER)
    desk.click("one_sample_back")
    desk.wait_for_measured()
    assert len(outputs.table.columns) == 2
    assert desk.find_all("one_sample_back") == []
    np.testing.assert_array_equal(desk.parameters(), before)
    assert not desk.window.document.modified

    open_page(desk, "inputs", "inputs_table")
    table = desk.find("inputs_table")
    assert isinstance(table, ArrayView)
    model = table.model()
    titles = [
        model.headerData(at, Qt.Orientation.Horizontal).split(" ↑")[0] for at in range(model.columnCount())
    ]
    reading = without_pauses(read_inputs(frame.network, frame.data, cost=frame.config.cost))
    for place, name in enumerate(prepared.training.feature_names):
        shown = {title: model.index(place, at).data() for at, title in enumerate(titles)}
        assert shown["input"] == name
        assert shown["offset"] == numbers.significant(float(prepared.scaling.offset[place]), digits=6)
        assert shown["scale"] == numbers.significant(float(prepared.scaling.scale[place]), digits=6)
        assert shown["RMS w"] == numbers.unsigned(float(reading.weight_rms[place]))
        assert shown["share of ∂C/∂W¹"] == numbers.percent(float(reading.shares[place])).strip()
        assert shown["RMS ∂C/∂x"] == numbers.unsigned(float(reading.influence[place]))
    assert not cut(desk.window.docks["dock_samples_table"])
    QTest.mouseClick(table.viewport(), LEFT, NO_MODIFIER, table.visualRect(model.index(1, 0)).center())
    desk.wait_for_calm()
    assert desk.window.document.session.state.primary == Neuron(0, 1)


def test_every_kind_of_column_can_be_typed_and_a_target_in_its_own_unit() -> None:
    table = flowers()
    days = column("picked", [float(row) for row in range(table.rows)], Kind.DATE)
    table = replace(table, columns=(*table.columns, days), known_digest="")
    choice = table_choice(table)
    recipe = choice.recipe.with_column("long", role=Role.TARGET)
    for name, changes in (
        ("species", {"role": Role.INPUT}),
        ("picked", {"role": Role.INPUT, "kind": Kind.DATE}),
        ("island", {"missing": Missing.OWN_CATEGORY}),
    ):
        recipe = recipe.with_column(name, **changes)
    prepared = prepare(table_choice(table, recipe), "identity")
    data, sample = prepared.training, OneSample.of(prepared, "train", 4)
    rows = {sample.name(row): row for row in range(len(sample.rows))}
    np.testing.assert_array_equal(sample.x, data.x_train[4])
    assert sample.y is not None
    np.testing.assert_allclose(sample.y, data.y_train[4])
    typed = (
        sample.with_text(rows["picked"], "1970-01-11")
        .with_text(rows["island"], MISSING)
        .with_text(rows["long"], "5,5")
    )
    raw = dict(zip(data.feature_names, prepared.scaling.undo(typed.x), strict=True))
    assert raw["picked"] == pytest.approx(10.0)
    assert raw["island = missing"] == pytest.approx(1.0)
    assert raw["island = Biscoe"] == pytest.approx(0.0)
    assert typed.y is not None
    assert data.in_target_units(typed.y) == pytest.approx(np.array([5.5]))
    assert typed.with_text(rows["long"], "").y is None
    # What the sample has, typed again, is no change.
    again = typed.with_text(rows["picked"], sample.text(rows["picked"]))
    assert rows["picked"] not in again.typed
    for name, text in (("wide", ""), ("wide", "1,000"), ("picked", "yesterday"), ("island", "Atlantis")):
        with pytest.raises(DataError, match=name):
            sample.with_text(rows[name], text)
