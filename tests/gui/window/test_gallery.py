"""New… as a gallery: a card for each example, chosen with the mouse or the keyboard, with stills of what there is."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bpexplorer.data.choice import DrawnChoice
from bpexplorer.data.dataset import Dataset
from bpexplorer.data.prepare import chosen_dataset
from bpexplorer.look.theme import DARK, LIGHT, Theme
from bpexplorer.panels.setup.summaries import network_summary
from bpexplorer.panels.shared.data_picture import draw_cells
from bpexplorer.panels.shared.plots.marks import class_colour
from bpexplorer.project.presets import PRESETS, preset
from bpexplorer.project.tables import OWN_DATA, OWN_POINTS, TABLES
from bpexplorer.window.start import stills
from bpexplorer.window.start.cards import height_for
from bpexplorer.window.start.gallery import Gallery, face_of
from tests.windows import Desk

CTRL = Qt.KeyboardModifier.ControlModifier


def open_gallery(desk: Desk) -> Gallery:
    desk.key(Qt.Key.Key_N, CTRL)
    gallery = desk.find("new_presets")
    assert isinstance(gallery, Gallery)
    QApplication.processEvents()
    return gallery


def cells(gallery: Gallery) -> list[Any]:
    return [gallery.visualItemRect(gallery.item(row)) for row in range(gallery.count())]


def test_in_a_window_of_the_first_size_every_card_is_seen_whole(small_desk: Desk) -> None:
    small_desk.window.resize(1440, 900)
    gallery = open_gallery(small_desk)
    small_desk.wait(lambda: all(gallery.viewport().rect().contains(each) for each in cells(gallery)))


def test_a_double_click_begins_with_that_example(small_desk: Desk) -> None:
    gallery = open_gallery(small_desk)
    place = cells(gallery)[PRESETS.index("spiral")].center()
    QTest.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert gallery.chosen == "spiral"
    QTest.mouseDClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=place)
    small_desk.wait(lambda: small_desk.find_all("dialog_new") == [])
    assert small_desk.window.document.plan == preset("spiral").plan


def test_a_table_is_read_and_begun_with_a_network_that_suits_it(small_desk: Desk) -> None:
    gallery = open_gallery(small_desk)
    tables = small_desk.window.findChild(Gallery, "new_tables")
    assert tables is not None
    assert [tables.item(row).data(Qt.ItemDataRole.UserRole) for row in range(tables.count())] == [
        *TABLES,
        OWN_DATA,
    ]
    small_desk.click("new_kind_1")
    assert not gallery.isVisible()
    assert tables.hasFocus()
    QTest.keyClick(tables, Qt.Key.Key_Return)
    small_desk.wait(lambda: small_desk.window.document.plan.data.title == "iris.csv")
    small_desk.wait_for_calm()
    plan = small_desk.window.document.plan
    assert (plan.spec.inputs, plan.spec.outputs) == (4, 3)
    assert small_desk.window.document.prepared.training.class_names == ("setosa", "versicolor", "virginica")
    assert small_desk.window.document.path is None
    assert not small_desk.window.document.modified


def test_what_is_changed_while_a_table_is_read_is_asked_about_before_it_opens(small_desk: Desk) -> None:
    open_gallery(small_desk)
    small_desk.click("new_kind_1")
    QTest.keyClick(small_desk.find("new_tables"), Qt.Key.Key_Return)
    small_desk.add_a_neuron()
    changed = small_desk.window.document.plan
    small_desk.answer("unsaved_cancel")
    small_desk.wait_for_calm()
    assert small_desk.window.document.plan == changed


def test_one_s_own_data_and_a_plane_to_draw_on_can_be_chosen_there_too(small_desk: Desk) -> None:
    open_gallery(small_desk)
    small_desk.click("new_kind_1")
    tables = small_desk.find("new_tables")
    QTest.keyClick(tables, Qt.Key.Key_End)
    QTest.keyClick(tables, Qt.Key.Key_Return)
    small_desk.dismiss_file()
    gallery = open_gallery(small_desk)
    QTest.keyClick(gallery, Qt.Key.Key_End)
    assert gallery.chosen == OWN_POINTS
    QTest.keyClick(gallery, Qt.Key.Key_Return)
    small_desk.wait(lambda: isinstance(small_desk.window.document.plan.data, DrawnChoice))
    assert small_desk.window.document.session.state.draws
    assert not small_desk.window.document.modified
    small_desk.wait_for_calm()


def test_arrows_walk_the_grid_and_return_creates(small_desk: Desk) -> None:
    gallery = open_gallery(small_desk)
    assert gallery.hasFocus()
    columns = len({cell.left() for cell in cells(gallery)})
    assert columns >= 2
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(gallery, key)
    assert gallery.chosen == PRESETS[columns + 1]
    QTest.keyClick(gallery, Qt.Key.Key_Return)
    small_desk.wait(lambda: small_desk.find_all("dialog_new") == [])
    assert small_desk.window.document.plan == preset(PRESETS[columns + 1]).plan


@pytest.mark.parametrize("size", [(1440, 900), (780, 460)])
def test_the_cards_fill_the_rows_no_word_is_cut_and_each_says_what_it_is_for_and_its_network(
    open_desk: Callable[..., Desk], size: tuple[int, int]
) -> None:
    desk = open_desk(preset("xor").project(), size=size)
    gallery = open_gallery(desk)
    width = gallery.viewport().width()
    in_first_row = [cell for cell in cells(gallery) if cell.top() == cells(gallery)[0].top()]
    assert width - in_first_row[-1].right() < cells(gallery)[0].width()  # no room for another
    assert in_first_row[-1].right() <= width
    for name, cell in zip(PRESETS, cells(gallery)[:-1], strict=True):
        assert height_for(face_of(name), cell.width()) <= cell.height()
    assert gallery.window().height() <= size[1]
    for row, name in enumerate(PRESETS):
        item, example = gallery.item(row), preset(name)
        said = item.data(Qt.ItemDataRole.AccessibleDescriptionRole).replace("\N{NO-BREAK SPACE}", " ")
        assert item.text() == example.title
        assert example.description in said
        assert network_summary(example.plan.spec) in said
    gallery.setCurrentRow(gallery.count() - 1)
    assert gallery.viewport().rect().contains(cells(gallery)[-1].center())
    desk.answer("new_cancel")


def drawn(name: str, theme: Theme) -> bytes:
    image = QImage(200, 96, QImage.Format.Format_RGB32)
    image.fill(theme.field)
    painter = QPainter(image)
    stills.still_named(name)(painter, QRectF(0, 0, 200, 96), theme)
    painter.end()
    return bytes(image.constBits())


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_no_two_stills_are_alike_and_none_is_empty(qtbot: QtBot, theme: Theme) -> None:
    del qtbot
    empty = QImage(200, 96, QImage.Format.Format_RGB32)
    empty.fill(theme.field)
    all_drawn = [drawn(name, theme) for name in (*PRESETS, *TABLES, *stills.STILLS)]
    assert len({*all_drawn, bytes(empty.constBits())}) == len(all_drawn) + 1


def test_the_points_of_a_still_are_the_example_s_and_of_all_its_classes(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    del qtbot
    seen: list[tuple[Any, Any]] = []
    monkeypatch.setattr(
        stills, "draw_points", lambda _p, _place, dataset, rows, _t: seen.append((dataset, rows))
    )
    for name in ("xor", "circle", "gaussians", "moons", "blobs", "spiral"):
        drawn(name, LIGHT)
        dataset, rows = seen[-1]
        np.testing.assert_array_equal(dataset.x, chosen_dataset(preset(name).plan.data).x)
        assert set(dataset.labels[rows]) == set(range(len(dataset.class_names)))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_each_class_of_more_than_two_is_seen_in_its_own_colour(qtbot: QtBot, theme: Theme) -> None:
    del qtbot
    image = np.frombuffer(drawn("blobs", theme), dtype=np.uint32).reshape(96, 200)
    seen = set((image & 0xFFFFFF).ravel().tolist())
    assert {class_colour(label, 4).rgb() & 0xFFFFFF for label in range(4)} <= seen


def test_samples_of_a_sorted_file_are_of_all_its_classes(qtbot: QtBot) -> None:
    del qtbot
    labels = np.repeat([0, 1, 2], 200)
    dataset = Dataset(
        title="sorted",
        x=np.random.default_rng(0).random((600, 5)),
        feature_names=tuple("abcde"),
        labels=labels,
        class_names=("0", "1", "2"),
    )
    image = QImage(200, 96, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        draw_cells(painter, QRectF(0, 0, 200, 96), dataset, np.arange(600), LIGHT)
    seen = {image.pixel(x, 96 - 9) & 0xFFFFFF for x in range(200)}
    assert {class_colour(label, 3).rgb() & 0xFFFFFF for label in range(3)} <= seen


def test_samples_of_more_inputs_than_a_plane_has_are_columns_that_stand_by_class(qtbot: QtBot) -> None:
    del qtbot
    image = np.frombuffer(drawn("parity", LIGHT), dtype=np.uint32).reshape(96, 200) & 0xFFFFFF
    line = image[96 - 9]
    first, second = (np.flatnonzero(line == class_colour(label, 3).rgb() & 0xFFFFFF) for label in (0, 1))
    assert len(first) > 50
    assert len(second) > 50
    assert first.max() < second.min()


def test_the_demon_s_tangent_has_the_slope_of_its_curve() -> None:
    dzs, costs, delta = stills._demon_curve()
    middle = len(dzs) // 2
    slope = (costs[middle + 1] - costs[middle - 1]) / (dzs[middle + 1] - dzs[middle - 1])
    assert dzs[middle] == pytest.approx(0.0, abs=1e-12)
    assert slope == pytest.approx(delta, rel=1e-2)


def test_a_still_is_drawn_once_for_a_size_and_as_sharp_as_the_screen(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    del qtbot
    times: list[float] = []
    monkeypatch.setitem(
        stills.STILLS, "demon", lambda painter, _place, _theme: times.append(painter.device().width())
    )
    still = stills.Drawn("demon")
    for _ in range(2):
        pixmap = still.pixmap(QSize(100, 50), 2.0)
    assert (pixmap.width(), pixmap.deviceIndependentSize().width()) == (200, 100.0)
    assert times == [200]
