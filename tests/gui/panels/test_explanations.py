"""Whatever can be chosen or set explains itself where a person would look: what it does, and its formula."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from bpexplorer.canvas.chrome.popup import LayerPopup
from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.costs import COSTS
from bpexplorer.core.initializers import BIAS_INITIALIZERS, INITIALIZERS
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training.config import CONFIG_NUMBERS, TrainingConfig
from bpexplorer.core.training.rules.schedules import SCHEDULES
from bpexplorer.core.training.rules.stopping import STOPPING_RULES
from bpexplorer.data.choice import default_choice
from bpexplorer.data.prepare import prepare
from bpexplorer.data.scaling import SCALINGS
from bpexplorer.document.session import Demon, SessionState
from bpexplorer.look.numbers import limit
from bpexplorer.look.tooltips import Explained
from bpexplorer.look.widgets.formula import FormulaLabel
from bpexplorer.panels.demon.menu import DemonMenu
from bpexplorer.panels.setup.panel import SetupPanel
from bpexplorer.panels.shared.forms.quick_settings import QuickSettings
from bpexplorer.project.plan import Plan
from tests.frames import Training
from tests.pictures import draw

SPEC = NetworkSpec.create((64, 14, 10), ("tanh", "softmax"))
WITH_SETTINGS = {
    "optimizer": OPTIMIZERS,
    "schedule": SCHEDULES,
    "initializer": INITIALIZERS,
    "bias_initializer": BIAS_INITIALIZERS,
}


def says(tooltip: str, what: Explained) -> bool:
    """Whether a tooltip has both, however its lines are broken."""
    text = " ".join(tooltip.split())
    equations = (" ".join(each.split()) for each in what.formula.split(",  "))
    return " ".join(what.purpose.split()) in text and all(each in text for each in equations)


def control(parent: QWidget, name: str) -> QWidget:
    found = parent.findChild(QWidget, name)
    assert found is not None, name
    return found


def items(box: QWidget) -> Iterator[tuple[str, str]]:
    """Name and tooltip of each entry."""
    assert isinstance(box, QComboBox)
    for row in range(box.count()):
        yield box.itemData(row), box.itemData(row, Qt.ItemDataRole.ToolTipRole)


@pytest.fixture
def panel(qtbot: QtBot) -> SetupPanel:
    panel = SetupPanel()
    panel.open_only(panel.section_names)
    qtbot.addWidget(panel)
    show(panel)
    return panel


def show(panel: SetupPanel, **config: object) -> None:
    plan = Plan(SPEC, TrainingConfig(**config), default_choice("digits"))  # type: ignore[arg-type]
    panel.show_plan(plan, prepare(plan.data, "softmax"))


@pytest.mark.parametrize(
    ("name", "table"), [*WITH_SETTINGS.items(), ("cost", COSTS), ("data_scaling", SCALINGS)]
)
def test_each_entry_of_a_list_in_set_up_is_explained(panel: SetupPanel, name: str, table: dict) -> None:  # type: ignore[type-arg]
    found = dict(items(control(panel, name)))
    assert list(found) == list(table)
    for each, tooltip in found.items():
        assert says(tooltip, table[each]), tooltip


@pytest.mark.parametrize(("choice", "table"), WITH_SETTINGS.items())
def test_a_box_explains_what_is_chosen_and_so_does_each_setting_of_it(
    panel: SetupPanel,
    choice: str,
    table: dict,  # type: ignore[type-arg]
) -> None:
    for name, one in table.items():
        show(panel, **{choice: name})
        box = control(panel, choice).toolTip()
        assert says(box, one), box
        for setting in one.settings:
            field = control(panel, f"{name}_{setting.name}")
            assert field.isVisibleTo(panel)
            assert says(field.toolTip(), setting), field.toolTip()
            assert f"At least {limit(setting.low)} and below {limit(setting.high)}" in field.toolTip()


@pytest.mark.parametrize("rule", STOPPING_RULES)
def test_each_stopping_rule_says_precisely_when_it_holds(panel: SetupPanel, rule: str) -> None:
    tooltip = control(panel, rule).toolTip()
    assert says(tooltip, STOPPING_RULES[rule])
    assert ("Asked at the end of each epoch." in tooltip) != STOPPING_RULES[rule].at_any_step


@pytest.mark.parametrize("name", CONFIG_NUMBERS)
def test_numbers_of_training_have_their_formula_and_their_range(panel: SetupPanel, name: str) -> None:
    tooltip = control(panel, name).toolTip()
    assert says(tooltip, CONFIG_NUMBERS[name])
    low, high = limit(CONFIG_NUMBERS[name].low), limit(CONFIG_NUMBERS[name].high)
    assert tooltip.splitlines()[-1].startswith(low)
    assert f"to {high}" in tooltip.splitlines()[-1]
    assert CONFIG_NUMBERS[name].formula or name == "seed"


def test_types_of_numbers_say_how_exact_they_are(panel: SetupPanel) -> None:
    for name, tooltip in items(control(panel, "dtype")):
        assert f"2⁻{'⁵³' if name == 'float64' else '²⁴'}" in tooltip


def test_the_toolbar_explains_like_set_up(qtbot: QtBot) -> None:
    settings = QuickSettings()
    qtbot.addWidget(settings)
    settings.show_config(TrainingConfig())
    assert "w ← w − η ∂C/∂w" in control(settings, "quick_learning_rate").toolTip()


def test_activations_dropout_and_masks_are_explained_in_the_layers_properties(qtbot: QtBot) -> None:
    opener = QWidget()
    qtbot.addWidget(opener)
    popup = LayerPopup(opener)
    found = dict(items(control(popup, "layer_activation")))
    assert list(found) == list(ACTIVATIONS)
    for name, tooltip in found.items():
        assert says(tooltip, ACTIVATIONS[name])
        popup.show_layer(SPEC.with_layer(1, activation=name), 1, None)
        assert says(control(popup, "layer_activation").toolTip(), ACTIVATIONS[name])
    assert "a ← m a / (1 − p)\nδ ← m δ / (1 − p)" in control(popup, "layer_dropout").toolTip()
    assert control(popup, "layer_freeze").toolTip().endswith("w ← w")
    assert control(popup, "layer_no_biases").toolTip().endswith("z = Σ w a")


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_selected_neuron_shows_its_own_activation(qtbot: QtBot, activation: str) -> None:
    panel = SetupPanel()
    panel.open_only(panel.section_names)
    qtbot.addWidget(panel)
    draw(panel, Training((64, 5, 10), (activation, "softmax")).frame())
    draw(panel, session=SessionState(selection=(Neuron(1, 2),)))
    label = next(each for each in panel.findChildren(FormulaLabel) if each.isVisibleTo(panel))
    assert label.accessibleName() == ACTIVATIONS[activation].symbol
    assert (label.accessibleName() == "a = σ(z)") == (activation == "sigmoid")
    assert says(label.toolTip(), ACTIVATIONS[activation])


def test_freezing_and_holding_are_explained(panel: SetupPanel) -> None:
    training = Training()
    draw(panel, training.frame())
    draw(panel, session=SessionState(selection=(Neuron(1, 2),)))
    assert control(panel, "selected_freeze").toolTip().endswith("w ← w")
    menu = DemonMenu(panel)
    menu.show_demon(Demon(Neuron(1, 2), 0.25), step=0)
    entry = menu.findChild(QAction, "demon_hold")
    assert entry is not None
    assert entry.toolTip().endswith("z = Σ w·a + b + Δz")
