"""The cost panel, by mouse on the real widget."""

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsScene,
    QGraphicsTextItem,
    QGraphicsView,
    QLabel,
    QMenu,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from bpexplorer.core.edits.demon import HoldDemon, LetGo
from bpexplorer.core.edits.run import Configure, ResetToStart
from bpexplorer.core.edits.structure import AddNeurons, SetDropout
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.frame import Frame, RunState
from bpexplorer.document.acts.training import ReturnToBest
from bpexplorer.look import numbers
from bpexplorer.look.colours import contrast
from bpexplorer.look.theme import DARK, LIGHT, apply_theme
from bpexplorer.panels.cost.best_flag import BestFlag
from bpexplorer.panels.cost.key import TEST, TRAIN, VALIDATION
from bpexplorer.panels.cost.mark_band import MarkBand
from bpexplorer.panels.cost.panel import CostPanel
from bpexplorer.panels.shared.plots.legend import Legend
from bpexplorer.panels.shared.plots.plotting import Plot
from tests.frames import Training
from tests.layouts import lies_where_its_range_says
from tests.pictures import draw
from tests.shown import number as shown_number


@pytest.fixture
def panel(qtbot: QtBot) -> CostPanel:
    widget = CostPanel()
    qtbot.addWidget(widget)
    widget.resize(640, 400)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    apply_theme(qapp, "light")


def plot_of(panel: CostPanel) -> Plot:
    plot = panel.findChild(Plot)
    assert plot is not None
    return plot


def legend_of(panel: CostPanel) -> list[str]:
    legend = panel.findChild(Legend)
    assert legend is not None
    return [entry.name for entry in legend.entries]


def test_the_name_of_the_vertical_axis_is_whole_or_not_there(panel: CostPanel) -> None:
    draw(panel, Training().advance(72).frame())
    plot, (scene_view,) = plot_of(panel), panel.findChildren(QGraphicsView)
    seen: set[str] = set()
    for height in range(90, 400, 10):
        panel.resize(640, height)
        QApplication.processEvents()
        names = [each for each in scene_view.scene().items() if isinstance(each, QGraphicsTextItem)]
        for name in names:
            text = name.toPlainText().strip()
            if not name.isVisible() or not text or text == plot.axis_names[0]:
                continue
            seen.add(text)
            place, room = name.sceneBoundingRect(), plot.inner_rect()
            assert place.top() >= room.top() - 6
            assert place.bottom() <= room.bottom() + 6
    assert len(seen) == 2, seen


def choose(panel: CostPanel, name: str, text: str) -> None:
    """Choose an entry of a menu by its words."""
    menu = panel.findChild(QMenu, name)
    assert menu is not None
    next(entry for entry in menu.actions() if entry.text() == text).trigger()


def action(panel: CostPanel, name: str) -> QAction:
    found = panel.findChild(QAction, name)
    assert found is not None
    return found


def hover(panel: CostPanel, x: float) -> None:
    plot = plot_of(panel)
    half_way_up = sum(plot.view_range[1]) / 2
    QTest.mouseMove(plot.viewport, plot.point_at(x, half_way_up).toPoint())
    QApplication.processEvents()


def wheel(plot: Plot, position: QPoint) -> None:
    QApplication.sendEvent(
        plot.viewport,
        QWheelEvent(
            QPointF(position),
            plot.viewport.mapToGlobal(QPointF(position)),
            QPoint(),
            QPoint(0, 240),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )


def small(run: int, steps: int = 12, **config: object) -> Training:
    return Training((2, 3, 2), ("tanh", "softmax"), data="xor", run=run, batch_size=160, **config).advance(
        steps
    )


def test_before_the_first_frame_the_panel_says_what_will_appear(panel: CostPanel):
    texts = " ".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())

    assert "Press Play" in texts
    assert not plot_of(panel).isVisible()


def test_the_legend_takes_another_row_where_its_names_need_one(panel: CostPanel):
    draw(panel, small(0).frame())
    legend = panel.findChild(Legend)
    assert legend is not None
    in_one_row = legend.heightForWidth(1000)
    narrow = max(legend.fontMetrics().horizontalAdvance(name) for name in legend_of(panel)) + 40
    assert legend.heightForWidth(narrow) == len(legend.entries) * in_one_row


def test_the_untrained_network_is_on_the_plot_at_once(panel: CostPanel):
    draw(panel, small(0, steps=0).frame())

    assert plot_of(panel).isVisible()
    assert legend_of(panel) == ["training set", "test set"]


def test_train_test_and_batch_costs_are_drawn_over_epochs(panel: CostPanel):
    draw(panel, small(0).frame())

    assert legend_of(panel) == ["training set", "test set", "batch"]
    assert plot_of(panel).axis_names == ("epoch", "cost C (mean over the set)")


def test_a_validation_part_has_a_curve_of_its_own(panel: CostPanel):
    training = small(0).advance(0)
    draw(panel, training.frame())
    assert "validation set" not in legend_of(panel)
    training = Training(
        (2, 4, 1), ("tanh", "sigmoid"), data="xor", validation_share=0.25, run=1, cost="quadratic"
    )
    while training.trainer.epoch < 2:
        training.advance(1)
    draw(panel, training.frame())
    assert legend_of(panel)[:4] == ["training set", "validation set", "test set", "batch"]
    assert VALIDATION.colour(LIGHT) not in (TRAIN.colour(LIGHT), TEST.colour(LIGHT))
    hover(panel, 2.0)
    exact = training.frame().history.column("validation_cost")[-1]
    assert f"valid.  {exact:.7g}" in panel.readout


def test_before_the_first_epoch_ends_the_axis_is_of_steps(panel: CostPanel):
    draw(panel, Training().advance(5).frame())

    assert plot_of(panel).axis_names[0] == "step"


def test_the_crosshair_reads_the_nearest_real_point_exactly(panel: CostPanel):
    frame = small(0).frame()
    draw(panel, frame)

    hover(panel, 2.2)

    assert frame.history is not None
    record = frame.history.epochs[2]
    lines = panel.readout.splitlines()
    assert lines[0] == f"epoch 2 · step {record[1]:.0f}"
    assert shown_number(lines[1].split()[1]) == pytest.approx(record[2], rel=1e-6)
    assert shown_number(lines[2].split()[1]) == pytest.approx(record[3], rel=1e-6)


def test_the_crosshair_goes_when_the_mouse_leaves_the_axes(panel: CostPanel):
    draw(panel, small(0).frame())
    hover(panel, 2.0)

    QTest.mouseMove(plot_of(panel).viewport, QPoint(1, 1))

    assert panel.readout == ""


def test_the_crosshair_follows_the_run_while_the_mouse_rests(panel: CostPanel):
    training = small(0, steps=2)
    draw(panel, training.frame())
    hover(panel, 0.95)
    before = panel.readout

    draw(panel, training.advance(30).frame())

    assert panel.readout != ""
    assert "batch" in before


def test_a_logarithmic_axis_shows_exponents(panel: CostPanel):
    draw(panel, small(0).frame())

    choose(panel, "cost_scale", "logarithmic")

    (_, _), (low, high) = plot_of(panel).view_range
    assert -2 < low < high < 1


def test_it_is_said_that_c_is_without_the_penalty(panel: CostPanel):
    draw(panel, Training(l2=0.01).advance(80).frame())
    note = panel.findChild(QLabel, "cost_note")
    assert note is not None
    assert note.isVisible()
    assert "C is shown without the penalty" in note.text()
    choose(panel, "cost_measure", "accuracy")
    assert note.text() == ""


def test_accuracy_is_a_share_of_one(panel: CostPanel):
    draw(panel, small(0).frame())

    choose(panel, "cost_measure", "accuracy")

    assert plot_of(panel).axis_names == ("epoch", "accuracy (share of the set)")
    assert legend_of(panel) == ["training set", "test set"]


def test_another_run_leaves_the_former_as_a_ghost_with_its_name(panel: CostPanel):
    draw(panel, small(0).frame())

    draw(panel, small(4, steps=0, learning_rate=0.5).frame())

    assert legend_of(panel)[-1] == "run 1 · tanh · SGD 0.15"
    assert panel.note.startswith("2 runs")


@pytest.mark.parametrize("name", ["Moons", "XOR"])
def test_a_run_on_other_data_does_not_stretch_the_axis(panel: CostPanel, name: str) -> None:
    long, short = small(0, steps=60), small(4)
    for training, title in ((long, name), (short, "XOR")):
        plan = SimpleNamespace(data=SimpleNamespace(title=title))
        prepared = SimpleNamespace(training=training.frame().data)
        panel.show_plan(plan, prepared)  # type: ignore[arg-type]
        draw(panel, training.frame())
    end, longest = plot_of(panel).view_range[0][1], long.frame().epoch
    assert (end >= longest) == (name == "XOR")


def test_what_an_edit_before_the_first_step_changed_is_said_of_the_run_later(panel: CostPanel):
    first = small(0, steps=0)
    begun = first.frame()
    draw(panel, begun)
    draw(panel, replace(first.apply(SetDropout(1, 0.2)).frame(), history=begun.history))
    draw(panel, first.advance(4).frame())

    draw(panel, small(4, steps=0).frame())

    assert legend_of(panel)[-1].endswith(f" · dropout {numbers.percent(0.2, decimals=0).strip()}")


def test_undo_to_an_earlier_run_shows_it_once(panel: CostPanel):
    first, second = small(0), small(4)
    for training in (first, second, first):
        draw(panel, training.frame())

    assert [name for name in legend_of(panel) if name.startswith("run")] == ["run 2 · tanh · SGD 0.15"]


def test_earlier_runs_can_be_forgotten(panel: CostPanel):
    draw(panel, small(0).frame())
    draw(panel, small(4).frame())

    action(panel, "cost_forget_runs").trigger()

    assert legend_of(panel) == ["training set", "test set", "batch"]
    assert not action(panel, "cost_forget_runs").isEnabled()
    assert panel.note == "cost C, linear"


def test_another_project_starts_without_runs(panel: CostPanel):
    draw(panel, small(0).frame())
    draw(panel, small(4).frame())

    panel.clear()

    assert not plot_of(panel).isVisible()
    assert panel.note == ""


def test_the_menu_asks_for_an_export(panel: CostPanel, qtbot: QtBot):
    draw(panel, small(0).frame())
    export = action(panel, "cost_export_history")
    assert export in panel.menu_actions
    with qtbot.waitSignal(
        panel.action_requested, check_params_cb=lambda name: name == "action_export_history"
    ):
        export.trigger()


def test_curves_lie_in_their_place_before_they_are_painted_so_they_are_painted_once(panel: CostPanel):
    plot = panel.findChild(Plot)
    assert plot is not None
    surface = plot.findChild(pg.PlotWidget)
    for step in (1.0, 3.0):
        plot.follow((0.0, step), (-step, step))
        assert lies_where_its_range_says(surface)


def test_the_wheel_zooms_until_a_double_click_shows_all(panel: CostPanel, qtbot: QtBot):
    training = small(0)
    draw(panel, training.frame())
    plot = plot_of(panel)
    whole = plot.view_range
    centre = plot.viewport.rect().center()

    wheel(plot, centre)
    zoomed = plot.view_range
    draw(panel, training.advance(30).frame())

    assert zoomed != whole
    assert plot.view_range == zoomed

    qtbot.mouseDClick(plot.viewport, Qt.MouseButton.LeftButton, pos=centre)

    assert plot.view_range[0][1] > whole[0][1]


@pytest.mark.parametrize("height", [180, 500])
def test_the_ends_of_an_axis_have_their_labels(panel: CostPanel, height: int):
    panel.resize(380, height)
    draw(panel, small(0).frame())
    choose(panel, "cost_measure", "accuracy")
    panel.grab()

    _, labels = plot_of(panel).tick_labels

    assert labels[0].startswith("0")
    assert shown_number(labels[-1]) == 1.0


def test_no_menu_lies_on_the_plot_unasked(panel: CostPanel):
    draw(panel, small(0).frame())

    assert [menu for menu in panel.findChildren(QMenu) if menu.isVisible()] == []


def test_a_cost_of_zero_is_left_out_of_a_logarithmic_axis_and_said(panel: CostPanel):
    frame = small(0).frame()
    assert frame.history is not None
    batches = frame.history.batches.copy()
    batches[3:5, 1] = 0.0
    draw(panel, replace(frame, history=replace(frame.history, batches=batches)))

    choose(panel, "cost_scale", "logarithmic")

    note = panel.findChild(QLabel, "cost_note")
    assert note is not None
    assert note.text() == "2 points ≤ 0 not shown"
    hover(panel, 2.0)
    assert "train" in panel.readout


@pytest.mark.parametrize("scale", ["linear", "logarithmic"])
@pytest.mark.parametrize("measure", ["cost C", "accuracy"])
def test_a_cost_that_is_no_number_has_no_point_and_disturbs_no_other(
    panel: CostPanel, scale: str, measure: str
):
    training = Training((2, 3, 1), ("tanh", "tanh"), data="xor", cost="quadratic", batch_size=160)
    training.advance(12).apply(Configure(training.trainer.config.with_changes(cost="cross_entropy")))
    training.apply(ResetToStart())
    with np.errstate(all="ignore"):
        frame = training.frame()
    assert frame.history is not None
    assert frame.history.latest is not None
    assert not np.isfinite(frame.history.latest.train_cost)
    choose(panel, "cost_scale", scale)
    choose(panel, "cost_measure", measure)

    draw(panel, frame)
    assert legend_of(panel) == ([] if measure == "cost C" else ["training set", "test set"])

    training.apply(Configure(training.trainer.config.with_changes(cost="quadratic"))).advance(12)
    draw(panel, training.frame())
    hover(panel, 2.0)
    assert "nan" not in panel.readout
    assert "training set" in legend_of(panel)
    assert np.isfinite(plot_of(panel).view_range).all()


def test_the_plot_follows_the_theme(panel: CostPanel, app: QApplication):
    draw(panel, small(0).frame())
    apply_theme(app, "light")
    light = panel.grab().toImage().pixelColor(panel.width() - 20, panel.height() // 2)

    apply_theme(app, "dark")
    dark = panel.grab().toImage().pixelColor(panel.width() - 20, panel.height() // 2)

    assert (light, dark) == (LIGHT.panel, DARK.panel)


def band_of(panel: CostPanel) -> MarkBand:
    [band] = [item for item in scene_of(panel).items() if isinstance(item, MarkBand)]
    return band


def scene_of(panel: CostPanel) -> QGraphicsScene:
    [view] = plot_of(panel).findChildren(QGraphicsView)
    return view.scene()


def test_clipped_steps_are_ticks_that_follow_the_axis(panel: CostPanel, qtbot: QtBot) -> None:
    training = Training(clip_norm=0.01).advance(100)
    draw(panel, training.frame())
    band = band_of(panel)

    def are_ticks_where_steps_were() -> bool:
        edges = np.linspace(*plot_of(panel).view_range[0], len(band.shares) + 1)
        drawn = (edges[1:] > 0) & (edges[:-1] < 100 / 72)
        return bool((band.shares[drawn] == 1).all() and not band.shares[~drawn].any())

    assert are_ticks_where_steps_were()
    assert legend_of(panel)[-1] == "clipped"
    before = len(band.shares)
    panel.resize(900, 400)
    qtbot.waitUntil(lambda: len(band.shares) > before)
    assert are_ticks_where_steps_were()
    wheel(plot_of(panel), plot_of(panel).point_at(1.2, 1.0).toPoint())
    assert plot_of(panel).is_zoomed
    assert are_ticks_where_steps_were()


def test_a_held_demon_is_a_labelled_band_and_another_run_has_none(panel: CostPanel) -> None:
    training = (
        Training().advance(60).apply(HoldDemon(Neuron(1, 0), 0.5)).advance(60).apply(LetGo()).advance(30)
    )
    draw(panel, training.frame())
    [band] = band_of(panel).bands
    plot = plot_of(panel)
    ends = [
        plot.point_at(step / 72, 1.0).x() - plot.point_at(plot.view_range[0][0], 1.0).x()
        for step in (60, 120)
    ]
    assert [band.left(), band.right()] == pytest.approx(ends, abs=1.5)
    assert legend_of(panel)[-1] == "Δz held"
    hover(panel, 1.0)
    assert panel.readout.splitlines()[-1] == "Δz held  12 of 72 steps"
    draw(panel, Training(run=1).advance(72).frame())
    assert band_of(panel).bands == []
    assert "Δz held" not in legend_of(panel)


def test_marks_are_painted_in_the_colours_of_the_theme(panel: CostPanel, app: QApplication) -> None:
    training = Training(clip_norm=0.01).apply(HoldDemon(Neuron(1, 0), 0.5)).advance(80)
    draw(panel, training.frame())
    for theme in (LIGHT, DARK):
        apply_theme(app, theme.name)
        plot = plot_of(panel)
        picture = plot.viewport.grab().toImage()
        at = plot.point_at(0.5, plot.view_range[1][0]).toPoint() - QPoint(0, 3)
        tick, inside = picture.pixelColor(at), picture.pixelColor(at - QPoint(0, 12))
        assert contrast(tick, theme.panel) > contrast(inside, theme.panel) > 1.02


def test_a_run_without_marks_has_no_word_of_them(panel: CostPanel) -> None:
    draw(panel, Training().advance(100).frame())
    assert legend_of(panel) == ["training set", "test set", "batch"]
    assert len(band_of(panel).shares) == 0


# The best epoch


def flag_of(panel: CostPanel) -> BestFlag:
    flag = panel.findChild(BestFlag)
    assert flag is not None
    return flag


def back_of(panel: CostPanel) -> QPushButton:
    button = panel.findChild(QPushButton, "cost_go_back")
    assert button is not None
    return button


def past_its_best(run: int = 0, **frame: object) -> Frame:
    """A run whose best epoch lies behind it: learning goes wrong after some epochs."""
    training = small(run, steps=6)
    best = training.trainer.best
    training.apply(Configure(replace(training.trainer.config, learning_rate=40.0))).advance(6)
    assert training.trainer.best == best
    return training.frame(**frame)  # type: ignore[arg-type]


def test_the_best_epoch_has_a_flag_on_its_curve_with_the_way_back(panel: CostPanel, qtbot: QtBot):
    frame = past_its_best()
    draw(panel, frame)
    flag, plot = flag_of(panel), plot_of(panel)
    assert frame.best is not None
    assert frame.best.part == "train"
    assert flag.words == f"best training cost: epoch {numbers.count(frame.best.epoch)}"
    assert plot.inner_rect().contains(flag.geometry())
    foot = plot.point_at(frame.best.epoch, frame.best.cost)
    assert abs(flag.foot.x() - foot.x()) <= 1
    assert abs(flag.foot.y() - foot.y()) <= 1
    assert flag.geometry().bottom() < foot.y()
    with qtbot.waitSignal(panel.act_requested) as asked:
        QTest.mouseClick(back_of(panel), Qt.MouseButton.LeftButton)
    assert asked.args == [ReturnToBest()]


def test_the_flag_says_whose_cost_was_the_lowest(panel: CostPanel):
    frame = past_its_best()
    assert frame.best is not None
    of_validation = replace(frame, best=replace(frame.best, part="validation"))
    draw(panel, of_validation)
    assert flag_of(panel).words == f"best validation cost: epoch {numbers.count(frame.best.epoch)}"


def test_the_way_back_is_reached_by_keys(panel: CostPanel, qtbot: QtBot):
    draw(panel, past_its_best())
    back = back_of(panel)
    assert back.focusPolicy() & Qt.FocusPolicy.TabFocus
    back.setFocus()
    with qtbot.waitSignal(panel.act_requested):
        QTest.keyClick(back, Qt.Key.Key_Space)


def test_there_is_no_way_back_while_training_goes_on_or_where_it_is_best_already(panel: CostPanel):
    draw(panel, past_its_best(state=RunState.PLAYING))
    assert flag_of(panel).isVisible()
    assert not back_of(panel).isVisible()
    training = small(5, steps=4)
    assert training.trainer.best.step == training.trainer.step
    draw(panel, training.frame())
    assert flag_of(panel).isVisible()
    assert not back_of(panel).isVisible()


def test_before_an_epoch_is_done_nothing_is_best(panel: CostPanel):
    draw(panel, small(0, steps=0).frame())
    assert not flag_of(panel).isVisible()


def test_the_flag_never_stands_on_the_curve_of_another_structure(panel: CostPanel):
    training = small(0, steps=6)
    training.apply(AddNeurons(1, 3))
    at = training.trainer.best
    assert at is not None
    draw(panel, training.frame())
    flag, plot = flag_of(panel), plot_of(panel)
    assert flag.words == f"best training cost: at the change, step {numbers.count(at.step)}"
    foot = plot.point_at(at.step / training.trainer.batches_per_epoch, at.cost)
    assert abs(flag.foot.x() - foot.x()) <= 1
    assert abs(flag.foot.y() - foot.y()) <= 1
    choose(panel, "cost_measure", "accuracy")
    assert not flag.has_pole  # no accuracy of then is known
    choose(panel, "cost_measure", "cost C")
    training.advance(9)
    best = training.trainer.best
    assert best is not None
    assert best.step > at.step
    draw(panel, training.frame())
    assert flag.words == f"best training cost: epoch {numbers.count(best.epoch)}"
    assert abs(flag.foot.x() - plot.point_at(best.epoch, best.cost).x()) <= 1


def test_the_flag_follows_the_scale_and_the_zoom_and_leaves_with_its_point(panel: CostPanel):
    frame = past_its_best()
    draw(panel, frame)
    assert frame.best is not None
    choose(panel, "cost_scale", "logarithmic")
    foot = plot_of(panel).point_at(frame.best.epoch, np.log10(frame.best.cost))
    assert abs(flag_of(panel).foot.y() - foot.y()) <= 1
    plot = plot_of(panel)
    for _ in range(12):
        wheel(plot, plot.inner_rect().topRight() - QPoint(8, -8))
    QApplication.processEvents()
    assert not flag_of(panel).isVisible()


def test_in_a_small_panel_the_pole_alone_marks_the_best_epoch(panel: CostPanel):
    draw(panel, past_its_best())
    panel.resize(320, 110)
    QApplication.processEvents()
    assert not flag_of(panel).isVisible()
    assert flag_of(panel).has_pole


def test_the_legend_stands_on_the_title_line_where_there_is_room(panel: CostPanel):
    draw(panel, small(0).frame())
    in_title, above = (
        next(each for each in panel.findChildren(Legend) if panel.title_controls.isAncestorOf(each) is there)
        for there in (True, False)
    )
    panel.resize(796, 400)
    assert (in_title.isVisible(), above.isVisible()) == (True, False)
    assert in_title.width() >= in_title.row_width
    panel.resize(342, 144)
    assert (in_title.isVisible(), above.isVisible()) == (False, True)


def test_solid_dashed_and_dotted_tell_the_sets_apart_without_colour(panel: CostPanel):
    assert len({TRAIN.dashes, TEST.dashes, VALIDATION.dashes}) == 3
    assert TRAIN.dashes == ()


def test_before_the_first_step_the_plot_says_how_the_curve_begins(panel: CostPanel):
    draw(panel, small(0, steps=0).frame())
    said = [label.text() for label in plot_of(panel).findChildren(QLabel) if label.isVisible()]
    assert "Press Play: the curve begins here." in said
    draw(panel, small(0).frame())
    assert not [
        label for label in plot_of(panel).findChildren(QLabel) if label.isVisible() and "Play" in label.text()
    ]
