"""The strip above the canvas and the legend below it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QComboBox, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from bpexplorer.canvas.panel import CanvasPanel
from bpexplorer.canvas.picture.legend import RINGS
from bpexplorer.core.edits.structure import RemoveLayer
from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.document.acts.looking import ChooseSample, ColourEdgesBy, ColourNeuronsBy, Refit, Select
from bpexplorer.document.session import Demon, EdgeQuantity, NeuronQuantity, Scale, SessionState
from bpexplorer.look.icons import set_icon
from bpexplorer.look.numbers import significant
from bpexplorer.look.typing.number_field import NumberField
from tests.frames import Training
from tests.pictures import draw


@pytest.fixture
def actions(qapp: object) -> list[QAction]:
    made = []
    for name, text, key in (
        ("tool_select", "Select", "V"),
        ("tool_connect", "Connect", "C"),
        ("tool_demon", "Demon", "D"),
    ):
        action = QAction(text)
        action.setObjectName(name)
        action.setCheckable(True)
        action.setShortcut(QKeySequence(key))
        set_icon(action, name.removeprefix("tool_"))
        made.append(action)
    return made


@pytest.fixture
def panel(qtbot: QtBot, actions: list[QAction]) -> CanvasPanel:
    panel = CanvasPanel(tool_actions=actions)
    qtbot.addWidget(panel)
    panel.resize(900, 640)
    frame = Training().advance(5).frame()
    panel.show_plan(frame.spec, (), frame.data)
    draw(panel, frame)
    draw(panel, session=SessionState(delta_bound=0.5))
    panel.show()
    return panel


def choose(qtbot: QtBot, box: QComboBox, value: object) -> None:
    """Pick an entry with the keyboard, as a user may."""
    box.setFocus()
    while box.currentData() is not value:
        before = box.currentIndex()
        qtbot.keyClick(box, Qt.Key.Key_Down)
        assert box.currentIndex() > before


def test_tools_are_buttons_of_the_windows_actions(
    panel: CanvasPanel, actions: list[QAction], qtbot: QtBot
) -> None:
    button = panel.findChild(QToolButton, "tool_demon_button")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert actions[2].isChecked()
    assert button.text() == "Demon D"


def test_choosing_quantities_asks_for_them(panel: CanvasPanel, qtbot: QtBot) -> None:
    neurons, edges = panel.findChild(QComboBox, "neurons_by"), panel.findChild(QComboBox, "edges_by")
    with qtbot.waitSignal(panel.act_requested) as blocker:
        choose(qtbot, neurons, NeuronQuantity.BIAS)
    assert blocker.args == [ColourNeuronsBy(NeuronQuantity.BIAS)]
    with qtbot.waitSignal(panel.act_requested) as blocker:
        choose(qtbot, edges, EdgeQuantity.GRADIENT)
    assert blocker.args == [ColourEdgesBy(EdgeQuantity.GRADIENT)]


def test_showing_a_session_asks_for_nothing(panel: CanvasPanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(panel.act_requested):
        draw(
            panel, session=SessionState(neurons_by=NeuronQuantity.BIAS, edges_by=EdgeQuantity.BLAME, sample=9)
        )
    assert panel.strip.sample.value() == 9
    assert panel.strip.neurons_by.currentData() is NeuronQuantity.BIAS


def test_the_sample_is_chosen_by_number_and_named_with_its_class(panel: CanvasPanel, qtbot: QtBot) -> None:
    box = panel.findChild(NumberField, "sample")
    with qtbot.waitSignal(panel.act_requested) as blocker:
        qtbot.keyClick(box, Qt.Key.Key_Up)
    assert blocker.args == [ChooseSample(1)]
    assert box.maximum() == 31
    assert panel.strip.sample_note.text().startswith("of 32 · true class ")


def test_the_legend_says_scale_mode_and_what_the_ends_mean(panel: CanvasPanel) -> None:
    bar = panel.foot.bar
    assert (bar.low_text(), bar.high_text()) == (
        f"{significant(-0.5)} raising z lowers C",
        "raising z raises C +0.5",
    )
    assert "δ, this sample" in bar.note_text()
    assert "linear" in bar.note_text()
    draw(panel, session=SessionState(scale=Scale.LOG))
    assert "logarithmic" in bar.note_text()
    assert panel.foot.lines.lines()[0].startswith("edges w: −")


def test_the_legend_explains_the_demons_rings_where_there_are_some(panel: CanvasPanel) -> None:
    armed = SessionState(selection=(Neuron(2, 3),), demon=Demon(Neuron(2, 3), 0.25), delta_bound=0.5)
    lines = panel.foot.lines
    for width in (490, 900, 1700):
        panel.resize(width, 640)
        room, foot = lines.height(), panel.foot.height()
        draw(panel, session=armed)
        assert any(RINGS in line for line in lines.lines())
        assert (lines.height(), panel.foot.height()) == (room, foot)
        assert lines.lines()[0].startswith("edges w: −")
        for line in lines.lines():
            assert "…" not in line
            assert lines.fontMetrics().horizontalAdvance(line) <= lines.width()
        # What has no room is under the mouse.
        said = lines.toolTip().replace("\n", " ")
        assert all(entry in said for entry in ("dashed edges: negative", RINGS, "faint except"))
        draw(panel, session=SessionState(delta_bound=0.5))
        assert not any(RINGS in line for line in lines.lines())


@pytest.mark.parametrize(
    "state",
    [
        SessionState(demon=Demon(Neuron(3, 6), 0.25)),  # nothing lies behind an output
        SessionState(demon=Demon(Neuron(1, 6), 0.25), source=SampleSource.BATCH),
    ],
)
def test_without_rings_the_legend_has_none(panel: CanvasPanel, state: SessionState) -> None:
    draw(panel, session=state)
    assert not any(RINGS in line for line in panel.foot.lines.lines())


def test_values_beyond_the_scale_are_counted_and_refit_asks_the_session(
    panel: CanvasPanel, qtbot: QtBot
) -> None:
    draw(panel, session=SessionState(delta_bound=1e-6))
    assert "off the scale" in panel.foot.bar.note_text()
    with qtbot.waitSignal(panel.act_requested) as blocker:
        qtbot.mouseClick(panel.findChild(QPushButton, "canvas_refit"), Qt.MouseButton.LeftButton)
    assert blocker.args == [Refit()]


def test_refit_of_other_quantities_leaves_the_scale_of_delta_alone(panel: CanvasPanel, qtbot: QtBot) -> None:
    draw(panel, session=SessionState(neurons_by=NeuronQuantity.WEIGHTED_INPUT))
    with qtbot.assertNotEmitted(panel.act_requested):
        qtbot.mouseClick(panel.findChild(QPushButton, "canvas_refit"), Qt.MouseButton.LeftButton)


def test_fit_shows_the_whole_network_and_the_zoom(panel: CanvasPanel, qtbot: QtBot) -> None:
    fitted = panel.foot.fit.text()
    panel.view.zoom_by(2.0)
    assert panel.foot.fit.text() != fitted
    qtbot.mouseClick(panel.findChild(QPushButton, "canvas_fit"), Qt.MouseButton.LeftButton)
    assert panel.foot.fit.text() == fitted == f"Fit {round(100 * panel.view.zoom)} %"


def test_an_edit_under_way_is_said_until_its_frame_comes(panel: CanvasPanel) -> None:
    frame = panel.view.frame
    assert frame is not None
    panel.show_plan(NetworkSpec.create((64, 15, 10, 10), frame.spec.activations), ())
    assert panel.foot.state.text() == "applying…"
    panel.show_plan(frame.spec, ())
    draw(panel, frame)
    assert panel.foot.state.text() == ""


def test_in_a_narrow_window_the_sample_goes_below_and_everything_stays_in_sight(
    panel: CanvasPanel, qtbot: QtBot
) -> None:
    tools, sample = panel.findChild(QToolButton, "tool_select_button"), panel.strip.sample

    def bottom(widget: QWidget) -> int:
        return widget.mapTo(panel, widget.rect().bottomLeft()).y()

    panel.resize(1000, 600)
    qtbot.waitUntil(lambda: abs(bottom(sample) - bottom(tools)) < 10)
    panel.resize(480, 500)
    qtbot.waitUntil(lambda: bottom(sample) > bottom(tools) + 10)
    for widget in (tools, sample, panel.strip.edges_by, panel.foot.fit):
        assert panel.rect().contains(widget.mapTo(panel, widget.rect().center()))


def test_requests_of_the_view_come_out_of_the_panel(panel: CanvasPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.act_requested) as act:
        panel.view.request_act(Select((Neuron(1, 0),)))
    assert act.args == [Select((Neuron(1, 0),))]
    with qtbot.waitSignal(panel.edit_requested) as edit:
        panel.view.request_edit(RemoveLayer(1))
    assert edit.args == [RemoveLayer(1)]


def test_a_tap_on_space_is_passed_on_but_a_pan_is_not(panel: CanvasPanel, qtbot: QtBot) -> None:
    panel.view.setFocus()
    with qtbot.waitSignal(panel.space_tapped):
        qtbot.keyClick(panel.view, Qt.Key.Key_Space)
    with qtbot.assertNotEmitted(panel.space_tapped):
        qtbot.keyPress(panel.view, Qt.Key.Key_Space)
        viewport = panel.view.viewport()
        qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=viewport.rect().center())
        qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=viewport.rect().center())
        qtbot.keyRelease(panel.view, Qt.Key.Key_Space)


@pytest.mark.parametrize("is_joined", [True, False])
def test_a_window_that_uses_space_gets_it_either_way(
    panel: CanvasPanel, qtbot: QtBot, is_joined: bool
) -> None:
    play = QAction("Play", panel)
    play.setShortcut(QKeySequence(Qt.Key.Key_Space))
    panel.addAction(play)
    if is_joined:
        panel.space_tapped.connect(play.trigger)
    panel.activateWindow()
    panel.view.setFocus()
    qtbot.waitUntil(panel.view.hasFocus)
    with qtbot.waitSignal(play.triggered):
        qtbot.keyClick(panel.view, Qt.Key.Key_Space)


def test_esc_ends_a_gesture_before_it_reaches_the_window(panel: CanvasPanel, qtbot: QtBot) -> None:
    release = QAction("Remove demon", panel)
    release.setShortcut(QKeySequence(Qt.Key.Key_Escape))
    panel.addAction(release)
    panel.activateWindow()
    panel.view.setFocus()
    qtbot.waitUntil(panel.view.hasFocus)
    viewport, place = panel.view.viewport(), panel.view.neuron_position(1, 0)
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=place)
    with qtbot.assertNotEmitted(release.triggered), qtbot.assertNotEmitted(panel.act_requested):
        qtbot.keyClick(panel.view, Qt.Key.Key_Escape)
        qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(release.triggered):
        qtbot.keyClick(panel.view, Qt.Key.Key_Escape)


def test_everything_that_can_be_used_has_a_name_and_says_what_it_does(panel: CanvasPanel) -> None:
    kinds = (QToolButton, QComboBox, NumberField, QPushButton)
    for kind in kinds:
        for widget in panel.findChildren(kind):
            assert widget.objectName(), widget
            assert widget.accessibleName(), widget
            assert widget.toolTip(), widget


def test_the_number_loses_its_word_after_the_tools_their_names_and_has_it_again_below(
    panel: CanvasPanel,
) -> None:
    tool, sample = panel.findChild(QToolButton, "tool_connect_button"), panel.strip.sample
    seen = []
    for width in range(1160, 480, -4):
        panel.resize(width, 640)
        panel.layout().activate()
        is_bare = tool.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
        is_below = sample.mapTo(panel.strip, sample.rect().topLeft()).y() > tool.height()
        seen.append((is_bare, sample.prefix(), is_below))
    order = list(dict.fromkeys(seen))
    assert panel.strip.sample_note.text().startswith("of 32 · true class ")
    assert order[:3] == [(False, "sample ", False), (True, "sample ", False), (True, "", False)]
    assert all(shown[1:] == ("sample ", True) for shown in order[3:])
    assert len(order) > 3


def test_the_tools_lose_their_names_before_the_sample_goes_below(panel: CanvasPanel) -> None:
    tool, sample = panel.findChild(QToolButton, "tool_connect_button"), panel.strip.sample
    seen = []
    for width in range(1160, 480, -20):
        panel.resize(width, 640)
        panel.layout().activate()
        is_bare = tool.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
        is_below = (
            sample.mapTo(panel, sample.rect().topLeft()).y() > panel.strip.neurons_by.geometry().bottom()
        )
        seen.append((is_bare, is_below))
    order = list(dict.fromkeys(seen))
    assert order[:2] == [(False, False), (True, False)]
    assert all(is_below for _, is_below in order[2:])
    assert tool.accessibleName() == "Connect tool"
