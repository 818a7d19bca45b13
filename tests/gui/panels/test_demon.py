"""The demon panel, by mouse, wheel and keys."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAction, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QMenu,
    QPushButton,
    QStyle,
    QStyleOptionSlider,
    QWidget,
)
from pytestqt.qtbot import QtBot

from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.demon import HoldDemon, LetGo
from bpexplorer.core.network import Network
from bpexplorer.core.readings import demon as demon_readings
from bpexplorer.core.readings.demon import DemonReading, read_tested
from bpexplorer.core.readings.demon_verdict import Verdict
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.document.acts.base import SessionAct
from bpexplorer.document.acts.demon import ArmDemon, ChooseScope, FollowTraining, ReleaseDemon, RenewDemon
from bpexplorer.document.session import Demon, Scope, Session, SessionState
from bpexplorer.look.numbers import percent, signed, significant
from bpexplorer.look.theme import apply_theme, current_theme
from bpexplorer.look.widgets.pill import THIS_SAMPLE, Pill, fixed_samples
from bpexplorer.panels.demon.activation_picture import ActivationPicture
from bpexplorer.panels.demon.controls import DzField, DzSlider
from bpexplorer.panels.demon.curve import DemonCurve
from bpexplorer.panels.demon.foot import DemonFoot
from bpexplorer.panels.demon.panel import DemonPanel
from bpexplorer.panels.shared.plots.plot_mark import PlotMark
from tests.frames import Training
from tests.layouts import lies_where_its_range_says, settle
from tests.pictures import draw, picture_of
from tests.shown import number as shown_number
from tests.windows import choose_in_menu

HIDDEN = Neuron(1, 6)


@pytest.fixture(scope="module")
def frame() -> Frame:
    return Training().advance(72).frame()


class Stage:
    """A panel, and a stand-in for the window: requests become a new session and a new reading."""

    def __init__(self, frame: Frame, panel: DemonPanel, qtbot: QtBot) -> None:
        self.frame, self.panel, self.qtbot = frame, panel, qtbot
        self.state = SessionState(selection=(HIDDEN,), sample=3)
        self.requested: list[float] = []
        self.titles: list[str] = []
        panel.act_requested.connect(self.carry_out)
        panel.note_changed.connect(self.titles.append)
        draw(panel, frame)

    def arm(self, dz: float = 0.25, neuron: Neuron = HIDDEN, scope: Scope = Scope.SAMPLE) -> None:
        self.state = replace(self.state, selection=(neuron,), demon=Demon(neuron, dz, scope))
        self.show()

    def carry_out(self, act: SessionAct) -> None:
        session, before = Session(), self.state.demon
        session.restore(self.state)
        act.on_session(session, picture_of(self.frame, self.state))
        self.state = session.state
        demon = self.state.demon
        if before is not None and demon is not None and demon.dz != before.dz:
            self.requested.append(demon.dz)
        self.show()

    def show(self) -> None:
        draw(self.panel, session=self.state)

    def read(self) -> DemonReading:
        reading = picture_of(self.frame, self.state).demon
        assert reading is not None
        return reading

    @property
    def plot(self) -> pg.PlotWidget:
        return self.find(pg.PlotWidget, "demon_curve")

    @property
    def marker(self) -> tuple[np.ndarray, np.ndarray]:
        """The points of the marker on the curve, if it is shown."""
        return self._dots(is_lowest=False)

    @property
    def lowest(self) -> tuple[np.ndarray, np.ndarray]:
        """Where the lowest point of the curve is marked, if it is."""
        return self._dots(is_lowest=True)

    def _dots(self, *, is_lowest: bool) -> tuple[np.ndarray, np.ndarray]:
        marks = (each for each in self.plot.plotItem.items if isinstance(each, PlotMark))
        diamond = PlotMark.diamond(1.0).path().elementCount()
        (mark,) = (each for each in marks if (each.path().elementCount() == diamond) is is_lowest)
        places = [] if mark.place is None else [mark.place]
        return np.array([place.x() for place in places]), np.array([place.y() for place in places])

    @property
    def tangent(self) -> tuple[np.ndarray, np.ndarray]:
        """The ends of the dashed line, if it is shown."""
        curves = (each for each in self.plot.plotItem.items if isinstance(each, pg.PlotCurveItem))
        (item,) = (each for each in curves if each.opts["pen"].style() is not Qt.PenStyle.SolidLine)
        return item.getData()

    def text(self, name: str) -> str:
        label = self.panel.findChild(QLabel, name)
        assert label is not None
        return label.text()

    def number(self, name: str) -> float:
        return shown_number(self.text(name))

    def click(self, name: str) -> None:
        button = self.panel.findChild(QPushButton, name)
        assert button is not None
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def choose(self, entry: str) -> None:
        """Choose an entry of what the panel puts into the ⋯ of its dock."""
        menu = QMenu(self.panel)
        menu.addActions(self.panel.menu_actions)
        menu.popup(self.panel.mapToGlobal(self.panel.rect().center()))
        choose_in_menu(self.qtbot, entry)
        menu.deleteLater()

    def entry(self, name: str) -> QAction:
        entry = self.panel.findChild(QAction, name)
        assert entry is not None
        return entry

    def find(self, kind: type, name: str = "") -> QWidget:
        found = self.panel.findChild(kind, name) if name else self.panel.findChild(kind)
        assert found is not None
        return found  # type: ignore[no-any-return]


@pytest.fixture
def stage(qtbot: QtBot, qapp: QApplication, frame: Frame) -> Iterator[Stage]:
    apply_theme(qapp, "light")
    panel = DemonPanel()
    qtbot.addWidget(panel)
    panel.resize(400, 620)
    with qtbot.waitExposed(panel):
        panel.show()
    stage = Stage(frame, panel, qtbot)
    yield stage
    # pytest holds fixture values to the end; pyqtgraph's menus would outlive the panel by that.
    del stage.panel


def wheel(
    widget: QWidget, notches: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    centre = QPointF(widget.rect().center())
    event = QWheelEvent(
        centre,
        QPointF(widget.mapToGlobal(centre)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def hover(widget: QWidget, position: QPointF) -> None:
    # QTest.mouseMove needs the real pointer, which offscreen has none of.
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        position,
        QPointF(widget.mapToGlobal(position)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(widget, event)


def test_predicted_and_actual_stand_side_by_side_with_their_gap(stage: Stage) -> None:
    stage.arm(0.25)
    reading = stage.read()
    assert stage.number("demon_predicted") == pytest.approx(reading.delta * 0.25, rel=1e-2)
    assert stage.number("demon_actual") == pytest.approx(reading.actual, rel=1e-2)
    assert stage.number("demon_gap") == pytest.approx(reading.actual - reading.predicted, rel=1e-2)
    assert all(stage.text(f"demon_{name}")[0] in "+-" for name in ("predicted", "actual", "gap"))
    share = abs(reading.gap / reading.predicted)
    said = f"Gap: {percent(share, decimals=0).strip()} of the prediction."
    assert stage.text("demon_words").startswith(said)


def test_without_a_demon_the_panel_says_how_to_get_one_and_offers_the_selected_neuron(
    stage: Stage, qtbot: QtBot
) -> None:
    stage.show()
    button = stage.find(QPushButton, "demon_arm")
    assert button.isVisible()
    assert "layer 1, neuron 6" in button.text()  # type: ignore[attr-defined]
    with qtbot.waitSignal(stage.panel.act_requested) as asked:
        stage.click("demon_arm")
    assert asked.args == [ArmDemon()]


def test_an_input_cannot_be_armed(stage: Stage) -> None:
    stage.state = SessionState(selection=(Neuron(0, 12),))
    stage.show()
    button = stage.find(QPushButton, "demon_arm")
    assert not button.isEnabled()
    assert "Inputs have no z" in button.toolTip()


def test_against_delta_takes_the_sign_that_lowers_the_cost_and_keeps_the_size(stage: Stage) -> None:
    delta = 0.0
    for dz in (0.25, -0.25):
        stage.arm(dz)
        delta = stage.read().delta
        button = stage.find(QPushButton, "demon_against")
        assert ("downhill already" in button.toolTip()) == (delta * dz < 0.0)
        stage.click("demon_against")
        assert "downhill already" in button.toolTip()
        demon = stage.state.demon
        assert demon is not None
        assert demon.dz == pytest.approx(-np.sign(delta) * 0.25)
        assert stage.number("demon_predicted") < 0.0


def test_training_with_dz_is_asked_for_and_said_with_how_the_bias_makes_up_for_it(
    stage: Stage, qtbot: QtBot
) -> None:
    stage.arm(0.25)
    assert stage.entry("demon_hold").text() == "Train with this Δz"
    with qtbot.waitSignal(stage.panel.edit_requested) as asked:
        stage.choose("demon_hold")
    assert asked.args == [HoldDemon(HIDDEN, 0.25)]
    stop = stage.find(QPushButton, "demon_stop")
    assert not stop.isVisible()

    training = Training().advance(5)
    training.trainer.apply(HoldDemon(HIDDEN, 0.25), Context(1))
    bias = training.trainer.network.biases[0][6]
    held = training.advance(40).frame()
    draw(stage.panel, held)
    assert stop.isVisible()
    share = percent(-(held.network.biases[0][6] - bias) / 0.25, decimals=0).strip()
    assert stage.text("demon_words") == (
        f"Every value shown includes Δz = {significant(0.25, plus=True)}. "
        f"The bias has compensated {share} of Δz (with ordinary training)."
    )
    tooltip = stage.find(QLabel, "demon_words").toolTip().replace("\n", " ")
    assert "to layer 1, neuron 6 since step 5" in tooltip
    assert stage.titles[-1] == "training includes Δz", "not that the network isn't changed"
    for let_go in (lambda: stage.click("demon_stop"), lambda: stage.choose("demon_hold")):
        with qtbot.waitSignal(stage.panel.edit_requested) as asked:
            let_go()
        assert asked.args == [LetGo()]


def test_a_held_demon_can_be_stopped_when_none_is_armed(stage: Stage) -> None:
    training = Training()
    training.trainer.apply(HoldDemon(HIDDEN, 0.25), Context(0))
    draw(stage.panel, training.frame())
    stage.show()
    assert stage.find(QPushButton, "demon_stop").isVisible()
    draw(stage.panel, Training().frame())
    assert not stage.find(QPushButton, "demon_stop").isVisible()


def test_halving_dz_brings_the_gap_down_about_fourfold(stage: Stage) -> None:
    stage.arm(0.1)
    before = stage.number("demon_gap")
    stage.click("demon_halve")
    assert stage.requested == [0.05]
    assert before / stage.number("demon_gap") == pytest.approx(4.0, rel=0.25)


def test_a_gap_of_almost_nothing_is_not_written_as_one_per_cent(stage: Stage) -> None:
    stage.arm(1e-4)
    assert stage.text("demon_words").startswith("Gap: under 1 % of the prediction.")


def test_zero_changes_nothing_and_says_so(stage: Stage) -> None:
    stage.arm(0.25)
    stage.click("demon_zero")
    assert stage.requested == [0.0]
    assert stage.number("demon_actual") == 0.0
    assert "Δz is 0" in stage.text("demon_words")


def test_the_wheel_over_slider_and_curve_steps_dz_and_shift_steps_finely(stage: Stage) -> None:
    stage.arm(0.25)
    wheel(stage.find(DzSlider), 1)
    assert stage.requested[-1] == pytest.approx(0.3)
    viewport = stage.plot.viewport()
    wheel(viewport, -2)
    assert stage.requested[-1] == pytest.approx(0.2)
    wheel(viewport, 1, Qt.KeyboardModifier.ShiftModifier)
    assert stage.requested[-1] == pytest.approx(0.205)


def test_arrow_keys_step_dz(stage: Stage) -> None:
    stage.arm(0.05)
    slider = stage.find(DzSlider)
    QTest.keyClick(slider, Qt.Key.Key_Right)
    QTest.keyClick(slider, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert stage.requested == pytest.approx([0.06, 0.059])


def test_the_slider_can_be_dragged(stage: Stage) -> None:
    stage.arm(0.25)
    slider = stage.find(DzSlider)
    assert isinstance(slider, DzSlider)
    handle = QPoint(round(slider.width() * (slider.value() + 1000) / 2000), slider.height() // 2)
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=handle)
    QTest.mouseMove(slider, handle + QPoint(-80, 0))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=handle + QPoint(-80, 0))
    assert stage.requested
    assert stage.requested[-1] < 0.25


def test_a_typed_dz_is_taken(stage: Stage) -> None:
    stage.arm(0.25)
    field = stage.find(DzField)
    assert isinstance(field, DzField)
    field.selectAll()
    QTest.keyClicks(field, "-0.003")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert stage.requested == [-0.003]
    assert field.text() == significant(-0.003)


def test_dragging_in_the_plot_puts_dz_under_the_mouse(stage: Stage) -> None:
    stage.arm(0.25)
    curve = stage.find(DemonCurve)
    viewport = stage.plot.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=curve.x_pixel(-1.0).toPoint())
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=curve.x_pixel(-1.0).toPoint())
    assert stage.requested[-1] == pytest.approx(-1.0, abs=0.03)


def test_another_curve_lies_in_its_place_before_it_is_painted_so_it_is_painted_once(stage: Stage) -> None:
    stage.arm(0.25)
    reading = stage.read()
    stage.find(DemonCurve).show_reading(replace(reading, curve_cost=7.0 * np.asarray(reading.curve_cost)))
    assert lies_where_its_range_says(stage.plot)


def test_hovering_reads_the_curve_and_its_tangent(stage: Stage) -> None:
    stage.arm(0.25)
    legend = stage.text("demon_place")
    curve = stage.find(DemonCurve)
    hover(stage.plot.viewport(), curve.x_pixel(1.0))
    reading = stage.read()
    nearest = int(np.abs(np.asarray(reading.curve_dz) - 1.0).argmin())
    text = stage.text("demon_place")
    assert f"C {reading.curve_cost[nearest]:.4f}"[:7] in text
    assert "tangent" in text
    assert text != legend
    assert stage.requested == []


def test_hovering_goes_on_while_new_readings_come(stage: Stage) -> None:
    stage.arm(0.25)
    curve = stage.find(DemonCurve)
    hover(stage.plot.viewport(), curve.x_pixel(1.0))
    stage.click("demon_halve")
    assert "tangent" in stage.text("demon_place")
    QApplication.sendEvent(stage.plot.viewport(), QEvent(QEvent.Type.Leave))
    assert stage.text("demon_place") == "layer 1, neuron 6 · step 72"


def test_the_marker_lies_on_the_curve_and_the_tangent_has_the_slope_delta(stage: Stage) -> None:
    stage.arm(0.5)
    reading = stage.read()
    (x,), (y,) = stage.marker
    assert (x, y) == (0.5, pytest.approx(np.interp(0.5, reading.curve_dz, reading.curve_cost), rel=1e-3))
    xs, ys = stage.tangent
    assert (ys[1] - ys[0]) / (xs[1] - xs[0]) == pytest.approx(reading.delta)


def test_the_axis_of_the_curve_names_c_and_its_two_ends(stage: Stage) -> None:
    stage.arm(0.5)
    cost = np.asarray(stage.read().curve_cost)
    curve = stage.panel.findChild(DemonCurve)
    assert curve is not None
    (high, upper), (low, lower) = curve.height_ticks
    assert (low, high) == (cost.min(), cost.max())
    name, said = upper.split()
    assert name == "C"
    assert (shown_number(lower), shown_number(said)) == pytest.approx((low, high), rel=0.06)


def test_the_slider_has_a_tick_at_zero_below_its_handle(stage: Stage) -> None:
    stage.arm(0.5)
    slider = stage.panel.findChild(DzSlider)
    assert slider is not None
    picture = slider.grab().toImage()
    ratio, tick = picture.devicePixelRatio(), slider.zero_tick()
    column = {
        picture.pixelColor(round(tick.x() * ratio), round(y * ratio)).name()
        for y in (tick.top(), tick.bottom())
    }
    assert column == {current_theme().outline.name()}
    option = QStyleOptionSlider()
    slider.setValue(0)
    slider.initStyleOption(option)
    handle = slider.style().subControlRect(
        QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, slider
    )
    assert abs(handle.center().x() - tick.x()) <= 1


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_a_cost_that_is_no_number_leaves_dashes_and_an_empty_curve(stage: Stage) -> None:
    stage.arm(0.5)
    reading, nothing = stage.read(), float("nan")
    curve = np.full_like(reading.curve_cost, nothing)
    draw(stage.panel, demon=replace(reading, cost=nothing, actual=nothing, curve_cost=curve))
    assert stage.panel.grab().width() > 0  # painted, too
    assert [stage.text("demon_actual"), stage.text("demon_gap")] == ["–", "–"]
    assert stage.text("demon_predicted") not in ("–", "nan")
    assert len(stage.marker[0]) == 0
    stage.show()
    assert len(stage.marker[0]) == 1


def test_a_cost_that_overflows_has_no_tangent(stage: Stage) -> None:
    stage.arm(0.5)
    infinite = float("inf")
    draw(stage.panel, demon=replace(stage.read(), cost=infinite, delta=-infinite))
    assert len(stage.tangent[0]) == 0


def test_scope_and_follow_are_asked_for(stage: Stage, qtbot: QtBot) -> None:
    stage.arm()
    scope = stage.find(QComboBox, "demon_scope")
    assert isinstance(scope, QComboBox)
    assert [scope.itemText(row) for row in range(scope.count())] == ["This sample", "All 32"]
    with qtbot.waitSignal(stage.panel.act_requested) as asked:
        QTest.keyClick(scope, Qt.Key.Key_Down)
    assert asked.args == [ChooseScope(Scope.BATCH)]
    with qtbot.waitSignal(stage.panel.act_requested) as asked:
        stage.choose("demon_follow")
    assert asked.args == [FollowTraining(False)], "it follows training unless it is told not to"


def test_a_mean_over_the_fixed_samples_has_other_names_than_the_number_of_one(stage: Stage) -> None:
    def names() -> list[str]:
        numbers = (stage.find(QLabel, f"demon_{name}") for name in ("predicted", "actual"))
        return [number.accessibleName() for number in numbers]

    stage.arm()
    assert stage.find(Pill, "demon_whose").whose == THIS_SAMPLE
    assert names() == ["predicted δ·Δz", "actual ΔC"]
    stage.arm(scope=Scope.BATCH)
    assert stage.find(Pill, "demon_whose").whose == fixed_samples(32)
    assert names() == ["predicted δ̄·Δz", "actual ΔC̄"]
    assert stage.number("demon_predicted") == pytest.approx(stage.read().predicted, rel=1e-2)


def test_the_panel_names_its_neuron_and_the_step_of_its_numbers(stage: Stage) -> None:
    stage.arm()
    assert stage.titles[-1] == "adds Δz here; the network isn't changed"
    assert stage.text("demon_place") == "layer 1, neuron 6 · step 72"
    assert stage.entry("demon_follow").text() == "Follow training (showing step 72)"
    stage.choose("demon_follow")
    draw(stage.panel, replace(stage.frame, step=99), stage.state)
    assert stage.text("demon_place") == "layer 1, neuron 6 · step 72"
    assert not stage.entry("demon_follow").isChecked()
    assert stage.titles[-1] == "pinned to step 72"
    ink = stage.find(QLabel, "demon_predicted").property("ink")
    assert ink == "secondary", "what is of another step than everything else is grey"


def test_where_the_batch_is_looked_at_the_demon_says_that_it_is_on_a_fixed_sample(stage: Stage) -> None:
    draw(stage.panel, Training().advance(72).frame(batch=True))
    stage.state = replace(stage.state, source=SampleSource.BATCH)
    stage.arm()
    assert stage.text("demon_place") == "layer 1, neuron 6 · step 72 · fixed sample 3"


def test_the_demon_is_removed_from_the_menu(stage: Stage, qtbot: QtBot) -> None:
    stage.arm()
    with qtbot.waitSignal(stage.panel.act_requested) as asked:
        stage.choose("demon_release")
    assert asked.args == [ReleaseDemon()]
    assert stage.state.demon is None


def test_showing_a_demon_asks_for_nothing(stage: Stage) -> None:
    for dz in (0.25, 0.031, -1.7, 0.0, 3.5):
        stage.arm(dz)
    assert stage.requested == []
    field = stage.find(DzField)
    assert isinstance(field, DzField)
    assert field.value() == 3.5


def test_a_demon_that_was_left_behind_can_be_brought_to_the_newest_step(
    stage: Stage, frame: Frame, qtbot: QtBot
) -> None:
    stage.arm()
    assert not stage.entry("demon_renew").isEnabled()
    stage.carry_out(FollowTraining(False))
    draw(stage.panel, replace(frame, step=frame.step + 10), stage.state)
    with qtbot.waitSignal(stage.panel.act_requested) as asked:
        stage.choose("demon_renew")
    assert asked.args == [RenewDemon()]


#: The room of the panel in its region: 300 pixels, less the title line and what stands around.
HEIGHT = 256


def lay_out(stage: Stage, width: int, height: int) -> None:
    """Give the panel this size. What wraps learns its width first, and only then does its height count."""
    stage.panel.resize(width, height)
    settle(stage.panel)


@pytest.mark.parametrize("width", [296, 318, 376])
def test_all_of_a_demon_fits_into_its_region(stage: Stage, width: int) -> None:
    stage.arm()
    lay_out(stage, width, HEIGHT)
    words = stage.find(QLabel, "demon_words")
    assert stage.panel.rect().contains(words.mapTo(stage.panel, words.rect().bottomRight()))
    assert stage.plot.height() >= 56


def test_everything_stands_in_the_same_order_at_every_size(stage: Stage) -> None:
    """The pictures over Δz, over what becomes of it, over the buttons: one finds all where it was."""
    stage.arm()
    names = ("demon_place", "demon_curve", "demon_slider", "demon_predicted", "demon_actual", "demon_halve")
    for width, height in ((240, 178), (240, 400), (296, 150), (318, HEIGHT), (500, 900)):
        lay_out(stage, width, height)
        parts = [stage.find(QWidget, name) for name in (*names, "demon_words", "demon_prediction")]
        tops = [part.mapTo(stage.panel, QPoint()).y() for part in parts]
        assert tops == sorted(tops), (width, height)
        # However low it is, Δz, the curve and what is predicted and happens are in sight.
        for part in parts[: 5 if height > 150 else 3]:
            place = QRect(part.mapTo(stage.panel, QPoint()), part.size())
            assert stage.panel.rect().contains(place), (part.objectName(), width, height)


def test_the_lowest_point_of_the_curve_is_marked_which_way_not_how_far(stage: Stage) -> None:
    for dz in (0.25, -1.5, 4.0):
        stage.arm(dz)
        lowest = stage.read().lowest
        assert lowest is not None
        (x,), (y,) = stage.lowest
        assert (x, y) == lowest
        assert y == stage.read().curve_cost.min()
        curve = stage.find(DemonCurve)
        assert isinstance(curve, DemonCurve)
        hover(stage.plot.viewport(), curve.x_pixel(x))
        assert stage.text("demon_place").endswith("lowest here")
    assert "which way, not how far" in " ".join(stage.plot.toolTip().split())
    flat = replace(stage.read(), curve_cost=np.ones_like(stage.read().curve_dz))
    draw(stage.panel, demon=flat)
    assert [len(each) for each in stage.lowest] == [0, 0]


def test_the_step_on_the_neurons_own_activation_is_drawn_to_scale(stage: Stage) -> None:
    stage.arm(1.5)
    picture = stage.find(ActivationPicture)
    assert isinstance(picture, ActivationPicture)
    reading, points = stage.read(), picture.points()
    assert points is not None
    curve, before, after = points
    # Both dots lie on the curve, as far apart as a is, and Δz.
    for dot in (before, after):
        assert np.hypot(*(curve - (dot.x(), dot.y())).T).min() < 1.5
    change, (least, most) = (
        np.diff(reading.activation_change)[0],
        (reading.curve_a.min(), reading.curve_a.max()),
    )
    high = np.ptp(curve[:, 1])
    assert (before.y() - after.y()) / high == pytest.approx(change / (most - least), abs=1e-6)
    assert (after.x() - before.x()) / np.ptp(curve[:, 0]) == pytest.approx(
        1.5 / np.ptp(reading.curve_dz), abs=1e-6
    )
    assert picture.grab().toImage().pixelColor(after.toPoint()) == current_theme().demon
    said = " ".join(picture.toolTip().split())
    assert all(signed(value).strip() in said for value in reading.activation_change)


def test_the_mean_of_all_and_what_is_of_one_sample_are_kept_apart_by_their_pills(stage: Stage) -> None:
    stage.arm(scope=Scope.BATCH)
    assert stage.find(Pill, "demon_whose").whose == fixed_samples(32)
    assert stage.find(Pill, "demon_activation_whose").whose == THIS_SAMPLE
    assert stage.text("demon_prediction").startswith("This sample's prediction")


def test_the_prediction_is_said_in_words_and_stands_out_where_it_changes(stage: Stage) -> None:
    seen = set()
    for dz in (0.0, 9.0, -9.0):
        for neuron in (HIDDEN, Neuron(3, 2)):
            stage.arm(dz, neuron)
            change = stage.read().perturbation
            before, after = (
                stage.frame.data.class_names[each[-1][0].argmax()]
                for each in (change.activations_before, change.activations_after)
            )
            expected = f": class {before} → class {after}" if before != after else f" stays class {before}"
            assert stage.text("demon_prediction") == f"This sample's prediction{expected}"
            ink = stage.find(QLabel, "demon_prediction").property("ink")
            assert (ink == "demon") is (before != after)
            seen.add(before == after)
    assert seen == {True, False}


def held(dz: float) -> Frame:
    training = Training()
    training.trainer.apply(HoldDemon(HIDDEN, dz), Context(0))
    return training.frame()


@pytest.mark.parametrize("width", [296, 318, 476])
def test_nothing_moves_and_no_word_is_cut_whatever_the_panel_says(stage: Stage, width: int) -> None:
    stage.arm()
    lay_out(stage, width, HEIGHT)
    names = ("demon_against", "demon_halve", "demon_zero", "demon_scope", "demon_slider")

    def places() -> list[QRect]:
        settle(stage.panel)
        words = stage.find(QLabel, "demon_words")
        assert isinstance(words, QLabel)
        needed = words.fontMetrics().boundingRect(words.rect(), Qt.TextFlag.TextWordWrap, words.text())
        assert needed.height() <= words.height(), f"cut: {words.text()}"
        parts = [stage.find(QWidget, name) for name in (*names, "demon_curve")]
        return [QRect(part.mapTo(stage.panel, QPoint()), part.size()) for part in parts]

    first = places()
    for dz, scope in ((0.0, Scope.SAMPLE), (9.0, Scope.BATCH), (1e-9, Scope.SAMPLE), (-9.0, Scope.SAMPLE)):
        stage.arm(dz, scope=scope)
        assert places() == first, stage.text("demon_words")
    for verdict in Verdict:
        draw(stage.panel, demon=replace(stage.read(), verdict=verdict))
        assert places() == first, stage.text("demon_words")
    draw(stage.panel, held(-9.8765), stage.state)
    assert places() == first, "while training goes on with Δz"


@pytest.mark.parametrize("width", [296, 318, 476])
def test_no_number_is_cut_however_large(stage: Stage, width: int) -> None:
    stage.arm()
    lay_out(stage, width, 2 * HEIGHT)
    for value in (-1.2345e-300, -12345.678, -9.99e299, 3e-17):
        reading = replace(stage.read(), predicted=value, actual=-value, rounding=abs(value) / 2)
        for dust in (reading, replace(reading, actual=value, rounding=2 * abs(value))):
            draw(stage.panel, demon=dust)
            QApplication.processEvents()
            for name in ("demon_predicted", "demon_actual", "demon_gap"):
                label = stage.find(QLabel, name)
                assert isinstance(label, QLabel)
                assert label.fontMetrics().horizontalAdvance(label.text()) <= label.contentsRect().width()
                right = label.mapTo(stage.panel, label.rect().topRight()).x()
                assert right <= stage.panel.width(), (name, label.text())


def test_every_control_has_a_name_for_scripts_and_for_screen_readers(stage: Stage) -> None:
    stage.arm()
    controls = [*stage.panel.findChildren(QPushButton), *stage.panel.findChildren(QComboBox)]
    controls += [stage.find(DzSlider), stage.find(DzField)]  # type: ignore[list-item]
    for control in controls:
        assert control.objectName(), control
        assert control.accessibleName(), control.objectName()
        assert control.toolTip(), control.objectName()
    for entry in stage.panel.menu_actions:
        assert entry.objectName(), entry.text()
        assert entry.toolTip(), entry.text()


def test_a_halving_is_told_as_long_as_nothing_else_changes(qtbot: QtBot) -> None:
    """One identity neuron with C = ½(1 + Δz)²: the gap is ½Δz², so half of Δz leaves a quarter of it."""
    foot = DemonFoot()
    qtbot.addWidget(foot)
    network, x, y = Network([[[0.0]]], [[1.0]], ["identity"]), np.zeros((1, 1)), np.zeros((1, 1))

    def at(dz: float) -> DemonReading:
        one = demon_readings.Tested(x, y)
        return read_tested(network, one, None, cost="quadratic", sample=0, neuron=Neuron(1, 0), dz=dz, step=0)

    foot.show_reading(at(0.5))
    assert "quarter" not in foot.words
    for _ in range(2):  # the same again, as when something else is pointed at
        foot.show_reading(at(0.25))
        foot.show_frame(None)
        assert foot.words.endswith("Half of Δz left 0.25 of the gap: towards a quarter.")
    foot.show_reading(at(0.2))
    assert "quarter" not in foot.words
