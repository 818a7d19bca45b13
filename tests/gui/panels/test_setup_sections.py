"""Set-up as a list: sections that a click or a key opens, at every width that its dock may have."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.edits.structure import SetActivation
from bpexplorer.core.spec import Connection, NetworkSpec, Neuron
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.data.choice import default_choice
from bpexplorer.data.prepare import prepare
from bpexplorer.document.acts.network import AddLayer, Resize
from bpexplorer.document.session import Demon, SessionState
from bpexplorer.look import numbers
from bpexplorer.look.stylesheet import PADDING
from bpexplorer.look.theme import apply_theme
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.look.widgets.labels import Caption, NumberLabel
from bpexplorer.look.widgets.scrolling import PanelScroll
from bpexplorer.panels.setup.panel import SetupPanel
from bpexplorer.project.plan import Plan
from tests.frames import Training
from tests.pictures import draw

LEFT = Qt.MouseButton.LeftButton
TITLES = ["Data", "Network", "Cost", "Training", "Initialisation", "Stop when"]
SPEC = NetworkSpec.create((64, 14, 10, 10), ("tanh", "tanh", "softmax"))


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> SetupPanel:
    apply_theme(qapp, "light")
    panel = SetupPanel()
    qtbot.addWidget(panel)
    panel.resize(280, 800)
    with qtbot.waitExposed(panel):
        panel.show()
    show(panel)
    return panel


def show(panel: SetupPanel, spec: NetworkSpec = SPEC, **config: object) -> None:
    plan = Plan(spec, TrainingConfig(**config), default_choice("digits"))  # type: ignore[arg-type]
    panel.show_plan(plan, prepare(plan.data, "softmax"))


def header(panel: SetupPanel, name: str) -> QAbstractButton:
    found = panel.findChild(QAbstractButton, f"{name}_section")
    assert found is not None, name
    return found


def seen(panel: QWidget, kind: type[QWidget]) -> Iterator[QWidget]:
    return (each for each in panel.findChildren(kind) if each.isVisibleTo(panel))


def test_at_first_there_are_titles_with_a_line_of_summary_and_no_control(panel: SetupPanel) -> None:
    titles = [each.title.text() for each in seen(panel, QAbstractButton) if hasattr(each, "summary")]  # type: ignore[attr-defined]
    assert titles == TITLES
    assert list(seen(panel, NumberField)) == list(seen(panel, QComboBox)) == []
    summary = panel.findChild(QLabel, "training_section_summary")
    assert summary is not None
    assert summary.isVisibleTo(panel)
    assert summary.text() == "SGD · rate 0.15 · batch 20"
    assert header(panel, "training").accessibleName() == f"Training, {summary.text()}"


def test_a_click_on_title_or_summary_opens_a_section_and_its_rows_stand_for_the_summary(
    panel: SetupPanel,
) -> None:
    asked: list[object] = []
    panel.open_sections_changed.connect(asked.append)
    summary = panel.findChild(QLabel, "training_section_summary")
    assert summary is not None
    assert panel.findChild(NumberField, "learning_rate") is None, "made when it is to be seen"
    QTest.mouseClick(header(panel, "training"), LEFT, pos=summary.geometry().center())
    rate = panel.findChild(NumberField, "learning_rate")
    assert rate is not None
    assert rate.isVisibleTo(panel)
    assert rate.value() == 0.15, "what was shown before is shown now"
    assert not summary.isVisibleTo(panel)
    QTest.mouseClick(header(panel, "training"), LEFT)
    assert not rate.isVisibleTo(panel)
    assert summary.isVisibleTo(panel)
    assert asked == [frozenset({"training"}), frozenset()]


def test_the_rows_of_closed_sections_are_made_one_section_after_the_other_while_there_is_time(
    panel: SetupPanel,
) -> None:
    made = []
    while (section := panel.make_more()) is not None:
        made.append(section)
    assert len(made) == len(TITLES) + 1  # and what is selected
    rate = panel.findChild(NumberField, "learning_rate")
    assert rate is not None
    assert rate.value() == 0.15
    assert not rate.isVisibleTo(panel)


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_a_section_opens_and_closes_by_a_key_and_says_which_it_is(panel: SetupPanel, key: Qt.Key) -> None:
    button = header(panel, "cost")
    button.setFocus()
    QTest.keyClick(button, key)
    assert panel.open_sections == {"cost"}
    assert button.accessibleDescription() == "open"
    QTest.keyClick(button, key)
    assert panel.open_sections == frozenset()
    assert button.accessibleDescription() == "closed"


def test_several_sections_may_be_open_and_what_is_rare_is_folded_in_them(panel: SetupPanel) -> None:
    for name in ("training", "initialisation"):
        QTest.mouseClick(header(panel, name), LEFT)
    l2, precision = panel.findChild(NumberField, "l2"), panel.findChild(QComboBox, "dtype")
    assert l2 is not None
    assert precision is not None
    assert not l2.isVisibleTo(panel)
    QApplication.processEvents()
    QTest.mouseClick(header(panel, "training_advanced"), LEFT)
    assert l2.isVisibleTo(panel)
    assert not precision.isVisibleTo(panel)
    assert panel.open_sections == {"training", "training.advanced", "initialisation"}


def test_all_settings_opens_everything_and_closes_it_again(panel: SetupPanel) -> None:
    button = panel.findChild(QPushButton, "setup_all")
    assert button is not None
    QTest.mouseClick(button, LEFT)
    assert panel.open_sections == panel.section_names - {"selected"}
    assert button.text() == "close all"
    QTest.mouseClick(button, LEFT)
    assert panel.open_sections == frozenset()
    assert button.text() == "all settings"


def test_what_is_selected_stands_at_the_foot_while_anything_is(panel: SetupPanel) -> None:
    frame = Training().frame()
    draw(panel, frame)
    draw(panel, session=SessionState())
    button = header(panel, "selected")
    assert not button.isVisibleTo(panel)
    draw(panel, session=SessionState(selection=(Neuron(2, 0),), sample=4))
    delta = numbers.signed(float(frame.trace.deltas[1][4, 0])).strip()
    assert button.isVisibleTo(panel)
    assert button.accessibleName() == f"Selected, layer 2, neuron 0 · δ {delta}"
    draw(panel, session=SessionState(selection=(Neuron(2, 0),), connection=Connection(2, 0, 3)))
    assert "layer 1, neuron 3 → layer 2, neuron 0 · w " in button.accessibleName()


def test_each_layer_has_a_row_that_asks_for_its_edits(panel: SetupPanel, qtbot: QtBot) -> None:
    QTest.mouseClick(header(panel, "network"), LEFT)
    size = panel.findChild(NumberField, "network_size_1")
    activation = panel.findChild(QComboBox, "network_activation_2")
    output = panel.findChild(NumberField, "network_size_3")
    add = panel.findChild(QPushButton, "network_add_layer")
    assert size is not None
    assert activation is not None
    assert output is not None
    assert add is not None
    assert (size.value(), activation.currentText(), output.isEnabled()) == (14, "tanh", False)
    size.setFocus()
    with qtbot.waitSignal(panel.act_requested) as asked:
        QTest.keyClick(size, Qt.Key.Key_Up)
    assert asked.args == [Resize(1, 15)]
    while activation.currentText() != "ReLU":
        with qtbot.waitSignal(panel.edit_requested) as asked:
            QTest.keyClick(activation, Qt.Key.Key_Down)
    assert asked.args == [SetActivation(2, "relu")]
    with qtbot.waitSignal(panel.act_requested) as asked:
        QTest.mouseClick(add, LEFT)
    assert asked.args == [AddLayer(3)]
    show(panel, NetworkSpec.create((64, 10), ("softmax",)))
    assert not size.isVisibleTo(panel) or not size.isEnabled()
    assert not activation.isVisibleTo(panel)


@pytest.mark.parametrize("width", [184, 206, 280, 360])
@pytest.mark.parametrize("is_open", [False, True])
def test_nothing_is_cut_at_any_width_of_the_dock(
    panel: SetupPanel, qtbot: QtBot, width: int, *, is_open: bool
) -> None:
    room = width - 2 * PADDING
    panel.resize(room, 900)
    longest = max(ACTIVATIONS, key=lambda name: len(ACTIVATIONS[name].symbol))
    draw(panel, Training((64, 14, 10), (longest, "softmax")).frame())
    draw(panel, session=SessionState(selection=(Neuron(1, 0),), demon=Demon(Neuron(1, 0), 0.25)))
    show(panel, optimizer="adamw", schedule="cosine", bias_initializer="constant", l2=0.01, clip_norm=1.0)
    if is_open:
        panel.open_only(panel.section_names)
    page = panel.findChild(PanelScroll, "setup_scroll").page  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: panel.width() == room and page.width() <= room)
    qtbot.waitUntil(lambda: not list(cut(panel)))
    for field in seen(panel, NumberField):
        assert field.height() >= 24, field.objectName()


def cut(panel: SetupPanel) -> Iterator[str]:
    """What isn't seen whole, and doesn't end in “…” with a tooltip that has it whole."""
    for label in seen(panel, QLabel):
        assert isinstance(label, QLabel)
        if not label.text() or (isinstance(label, Caption) and label.is_elided()):
            continue
        needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
        if label.height() < needed or not (label.wordWrap() or label.width() >= label.sizeHint().width()):
            yield label.text()
    for button in seen(panel, QPushButton):
        # The other one belongs on the title line of the dock.
        if button.objectName() != "setup_all" and button.width() < button.sizeHint().width():
            yield button.accessibleName()
    for number in seen(panel, NumberLabel):
        inside = number.mapTo(panel, number.rect().bottomRight()).x() < panel.width()
        if not inside or number.width() < number.minimumSizeHint().width():
            yield number.objectName() or number.accessibleName()
    for field in seen(panel, NumberField):
        assert isinstance(field, NumberField)
        line = field.lineEdit()
        if line.width() < line.fontMetrics().horizontalAdvance(line.text()) + 4:
            yield field.objectName()
