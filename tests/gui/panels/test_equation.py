"""The equation line on screen."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.document.session import SessionState
from bpexplorer.look.widgets import FormulaLabel
from bpexplorer.panels.equation.panel import EquationPanel
from tests.frames import Training
from tests.pictures import draw
from tests.shown import number as shown_number


def panel_for(qtbot: QtBot, frame: Frame, neuron: Neuron | None, *, width: int = 1200) -> EquationPanel:
    panel = EquationPanel()
    qtbot.addWidget(panel)
    panel.resize(width, 110)
    with qtbot.waitExposed(panel):
        panel.show()
    show(panel, frame, neuron)
    return panel


def show(panel: EquationPanel, frame: Frame, neuron: Neuron | None, sample: int = 3) -> None:
    draw(panel, frame, SessionState(selection=(neuron,) if neuron else (), sample=sample))


def text(panel: QWidget, name: str) -> str:
    label = panel.findChild(QLabel, name)
    assert label is not None
    return label.text() if label.isVisibleTo(panel) else ""


def terms(panel: QWidget) -> int:
    return sum(bool(text(panel, f"equation_term_{place}")) for place in range(8))


def test_a_hidden_neuron_shows_bp2_with_gate_terms_and_the_delta_of_backpropagation(qtbot: QtBot) -> None:
    frame = Training().advance(72).frame()
    panel = panel_for(qtbot, frame, Neuron(2, 4))
    assert frame.trace is not None
    assert text(panel, "equation_name") == "BP2"
    delta = shown_number(text(panel, "equation_delta"))
    assert abs(delta - frame.trace.deltas[1][3, 4]) < 1e-4
    a = frame.trace.activations[1][3, 4]
    assert abs(shown_number(text(panel, "equation_gate")) - (1 - a * a)) < 1e-4
    assert terms(panel) >= 2
    assert text(panel, "equation_rest")


def test_an_output_neuron_shows_bp1_and_for_a_matched_pair_a_minus_y(qtbot: QtBot) -> None:
    frame = Training().advance(72).frame()
    panel = panel_for(qtbot, frame, Neuron(3, 4))
    assert text(panel, "equation_name") == "BP1"
    assert text(panel, "equation_gate") == ""
    formula = panel.findChild(FormulaLabel, "equation_formula")
    assert formula is not None
    assert "a_j − y_j" in formula.accessibleName()
    output, target = (
        shown_number(text(panel, "equation_output")),
        shown_number(text(panel, "equation_target")),
    )
    assert abs(output - target - shown_number(text(panel, "equation_delta"))) < 2e-4


def test_the_title_names_neuron_sample_and_step(qtbot: QtBot) -> None:
    frame = Training().advance(72).frame()
    panel = panel_for(qtbot, frame, None)
    with qtbot.waitSignal(panel.note_changed) as title:
        show(panel, frame, Neuron(2, 4))
    assert title.args == ["layer 2, neuron 4 · sample 3 · step 72"]


def test_below_the_line_stand_the_gradients_that_delta_is_used_for(qtbot: QtBot) -> None:
    frame = Training().advance(72).frame()
    panel = panel_for(qtbot, frame, Neuron(2, 4))
    trace = frame.trace
    assert trace is not None
    delta, into = trace.deltas[1][:, 4], trace.activations[0]
    assert shown_number(text(panel, "equation_bp3")) == pytest.approx(delta.mean(), abs=1e-4)
    of_weights = into.T @ delta / len(delta)
    assert shown_number(text(panel, "equation_bp4")) == pytest.approx(
        of_weights[abs(of_weights).argmax()], abs=1e-4
    )


def test_a_panel_too_narrow_for_terms_shows_their_sum(qtbot: QtBot) -> None:
    panel = panel_for(qtbot, Training().frame(), Neuron(2, 4), width=330)
    assert terms(panel) == 0
    product = shown_number(text(panel, "equation_gate")) * shown_number(text(panel, "equation_rest"))
    assert product == pytest.approx(shown_number(text(panel, "equation_delta")), abs=2e-4)


def test_where_the_factors_of_a_single_term_have_no_room_their_product_stands_there_whole(
    qtbot: QtBot,
) -> None:
    training = Training((64, 7, 1, 10), ("tanh", "tanh", "softmax"))
    panel = panel_for(qtbot, training.frame(), Neuron(1, 4), width=330)
    assert terms(panel) == 0
    rest = panel.findChild(QLabel, "equation_rest")
    assert rest.isVisible()
    qtbot.waitUntil(lambda: rest.visibleRegion().boundingRect().width() >= rest.sizeHint().width())
    product = shown_number(text(panel, "equation_gate")) * shown_number(rest.text())
    assert product == pytest.approx(shown_number(text(panel, "equation_delta")), abs=2e-4)
    panel.resize(700, 110)
    assert terms(panel) == 1


def test_an_input_is_told_to_have_no_delta(qtbot: QtBot) -> None:
    panel = panel_for(qtbot, Training().frame(), Neuron(0, 12))
    assert "Input 12 has no δ here" in text(panel, "equation_message")
    assert text(panel, "equation_delta") == ""


def test_without_a_selection_the_panel_says_what_will_appear(qtbot: QtBot) -> None:
    assert "Select a neuron" in text(panel_for(qtbot, Training().frame(), None), "equation_message")


def test_a_wider_panel_shows_more_terms(qtbot: QtBot) -> None:
    panel = panel_for(qtbot, Training().frame(), Neuron(2, 4), width=500)
    narrow = terms(panel)
    panel.resize(1300, 110)
    assert terms(panel) > narrow >= 1
