"""Entries that somebody adds from outside are in the window's lists and tooltips, and beside a neuron's numbers."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from bpexplorer.canvas.chrome.popup import LayerPopup
from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.data.choice import default_choice
from bpexplorer.data.prepare import prepare
from bpexplorer.document.session import SessionState
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.look.widgets.formula import FormulaLabel
from bpexplorer.panels.setup.panel import SetupPanel
from bpexplorer.project.plan import Plan
from tests.frames import Training
from tests.made_up.adding import MADE_UP, add_all
from tests.pictures import draw

PLAN = ((2, 3, 1), ("arctan", "arctan"))


@pytest.fixture(autouse=True)
def _added(monkeypatch: pytest.MonkeyPatch) -> None:
    add_all(monkeypatch)


@pytest.fixture
def panel(qtbot: QtBot) -> SetupPanel:
    panel = SetupPanel()
    panel.open_only(panel.section_names)
    qtbot.addWidget(panel)
    config = TrainingConfig(cost="log_cosh", optimizer="averaged", initializer="signs")
    plan = Plan(NetworkSpec.create(*PLAN), config, default_choice("stripes"))
    panel.show_plan(plan, prepare(plan.data, "arctan"))
    return panel


def box_in(parent: QWidget, name: str) -> QComboBox:
    box = parent.findChild(QComboBox, name)
    assert box is not None, name
    return box


def entries(box: QComboBox) -> Iterator[tuple[str, tuple[str, str]]]:
    for row in range(box.count()):
        tooltip = box.itemData(row, Qt.ItemDataRole.ToolTipRole)
        yield box.itemData(row), (box.itemText(row), " ".join(tooltip.split()))


@pytest.mark.parametrize("name", ["cost", "optimizer", "initializer", "data_set"])
def test_they_are_in_the_lists_of_build_with_their_purpose_and_what_is_in_use_is_shown(
    panel: SetupPanel, name: str
) -> None:
    one = MADE_UP["data set" if name == "data_set" else name][1]
    box = box_in(panel, name)
    label, tooltip = dict(entries(box))[one.name]
    assert label == (one.title if name == "data_set" else one.label)
    assert (one.description if name == "data_set" else one.purpose) in tooltip
    assert box.currentData() == one.name


@pytest.mark.parametrize(("owner", "setting"), [("optimizer", "fading"), ("initializer", "size")])
def test_their_settings_are_number_fields_with_their_range(
    panel: SetupPanel, owner: str, setting: str
) -> None:
    one = MADE_UP[owner][1]
    field = panel.findChild(NumberField, f"{one.name}_{setting}")
    assert field is not None
    assert field.isVisibleTo(panel)
    assert field.value() == one.settings[0].default
    assert one.settings[0].purpose in " ".join(field.toolTip().split())


def test_set_up_says_what_the_pair_of_them_leaves_in_delta(panel: SetupPanel) -> None:
    words = " ".join(label.text() for label in panel.findChildren(QLabel) if label.isVisibleTo(panel))
    assert "Near −1.57 or 1.57 it is tiny" in words


def test_a_layers_properties_offer_them(qtbot: QtBot) -> None:
    opener = QWidget()
    qtbot.addWidget(opener)
    popup = LayerPopup(opener)
    box = box_in(popup, "layer_activation")
    label, tooltip = dict(entries(box))["arctan"]
    assert label == "arctan"
    assert MADE_UP["activation"][1].purpose in tooltip
    popup.show_layer(NetworkSpec.create(*PLAN), 1, None)
    assert box.currentData() == "arctan"


def test_a_selected_neuron_shows_a_new_activation_by_its_formula(qtbot: QtBot) -> None:
    panel = SetupPanel()
    panel.open_only(panel.section_names)
    qtbot.addWidget(panel)
    draw(panel, Training((64, 5, 10), ("arctan", "softmax")).frame())
    draw(panel, session=SessionState(selection=(Neuron(1, 2),)))
    label = next(each for each in panel.findChildren(FormulaLabel) if each.isVisibleTo(panel))
    assert label.accessibleName() == "a = arctan z"
    label.typeset()  # what stands for it where nobody gave LaTeX is LaTeX
