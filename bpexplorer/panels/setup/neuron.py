"""What Set-up shows of the selected neuron: its numbers, and its bias to set."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from bpexplorer.core.activations import ACTIVATIONS, Activation
from bpexplorer.core.edits.values import MAX_BIAS, SetBiases
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.mask import frozen_neurons, is_biasless
from bpexplorer.document.acts.demon import ArmDemon, ReleaseDemon
from bpexplorer.document.acts.network import FreezeSelected, ReinitialiseSelected
from bpexplorer.document.picture import Picture
from bpexplorer.guard import guard
from bpexplorer.look import numbers
from bpexplorer.look.icons import set_icon
from bpexplorer.look.samples import sample_words
from bpexplorer.look.stylesheet import set_ink, set_role
from bpexplorer.look.tooltips import explain, in_words, wrapped
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.look.typing.stops import linear
from bpexplorer.look.widgets import FormulaLabel, NumberLabel
from bpexplorer.panels.setup.gradients import MEASURING, GradientChoice, Gradients
from bpexplorer.panels.shared.forms.form import ButtonRow, ValueRow, form_row, words
from bpexplorer.translation import tr


class NeuronRows(QWidget):
    """z, a, δ, slope and bias of the selected neuron, and its mean δ over the samples that are looked at."""

    edit_requested = Signal(object)  # Edit
    act_requested = Signal(object)  # Act

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: Picture | None = None
        self._gradients: Gradients | None = None
        self._activation: Activation | None = None
        self._message = words("selected_message", self)
        usual = ACTIVATIONS["tanh"]
        self._a_formula = FormulaLabel(
            usual.latex, usual.symbol, size=13.0, color_role="secondary", parent=self
        )
        self._z = self._number("z", "selected_z", tr("Weighted input of this sample."))
        self._a = self._number("", "selected_a", tr("Activation of this sample."))
        self._delta = self._number(
            tr("δ, this sample"), "selected_delta", tr("δ = ∂C/∂z: how this sample's cost goes with z.")
        )
        self._slope = self._number(
            "slope",
            "selected_gate",
            tr(
                "Slope σ′(z) of the activation: how much of the error passes. In a batch with "
                "dropout, times the factor of this neuron and sample: 0 if it was left out, "
                "else 1/(1 − share)."
            ),
        )
        self._mean = self._number(
            "∂C/∂b",
            "selected_mean_delta",
            tr(
                "The mean of δ over the samples named below (BP3): how their mean cost C goes with this bias."
            ),
        )
        self.over = GradientChoice("selected_gradient_samples", self)
        self._bias = NumberField(-MAX_BIAS, MAX_BIAS, written=_signed, stepped=linear(0.1), parent=self)
        self._bias_row = form_row(
            tr("bias b"),
            self._bias,
            name="selected_bias",
            tooltip=tr("b in z = Σ w a + b. Set it by a number; can be undone."),
        )
        self._arm = QPushButton(tr("Demon here"), self)
        self._freeze = QPushButton(tr("Freeze"), self)
        self._redraw = QPushButton(tr("Re-initialise"), self)
        self._build()
        self._bias.valueChanged.connect(self._on_bias_changed)
        self._arm.clicked.connect(self._on_arm_clicked)
        self._show()

    def show_picture(self, picture: Picture, gradients: Gradients | None) -> None:
        """Show the numbers of the selected neuron, with ∂C/∂b of these gradients; None: they are being measured."""
        self._gradients = gradients
        if self._picture is not None and picture.session.selection != self._picture.session.selection:
            self._bias.settle()  # what is typed is of the neurons that were selected
        self._picture = picture
        self._show()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._a.caption.hide()
        self._a.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._numbers: tuple[QWidget, ...] = (
            self._z,
            ValueRow(self._a_formula, self._a, self),
            self._delta,
            self._slope,
            self._mean,
            self.over.row,
            self._bias_row,
            self._make_mask_row(),
            self._arm,
        )
        self._arm.setObjectName("selected_arm")
        self._arm.setAccessibleName(tr("Demon here"))
        set_role(self._arm, "demon")
        for widget in (self._message, *self._numbers):
            column.addWidget(widget)

    def _make_mask_row(self) -> QWidget:
        self._freeze.setObjectName("selected_freeze")
        self._freeze.setAccessibleName(tr("Freeze"))
        set_icon(self._freeze, "frozen")
        self._freeze.clicked.connect(self._on_freeze_clicked)
        self._redraw.setObjectName("selected_reinitialise")
        self._redraw.setAccessibleName(tr("Re-initialise"))
        self._redraw.setToolTip(
            wrapped(
                tr(
                    "Draw the weights into the selected neurons, and their biases, anew, as "
                    "Initialisation says. Can be undone."
                )
            )
        )
        self._redraw.clicked.connect(self._on_redraw_clicked)
        return ButtonRow((self._freeze, self._redraw), self)

    def _show(self) -> None:
        picture, neuron = self._picture, self._primary
        has_numbers = neuron is not None and neuron.layer > 0
        for widget in self._numbers:
            widget.setVisible(has_numbers)
        self._message.setVisible(not has_numbers)
        if picture is None or neuron is None:
            return
        if neuron.layer == 0:
            self._message.setText(_input_words(picture, neuron))
        else:
            self._show_neuron(picture, neuron)

    @property
    def _primary(self) -> Neuron | None:
        return None if self._picture is None else self._picture.session.primary

    def _show_neuron(self, picture: Picture, neuron: Neuron) -> None:
        frame, samples, row = picture.frame, picture.samples, picture.row
        layer, index = neuron.layer, neuron.index
        activation = ACTIVATIONS[frame.spec.layer(layer).activation]
        if activation is not self._activation:
            self._show_activation(activation)
        self._bias.show_value(float(frame.network.biases[layer - 1][index]))
        armed = self._has_demon(neuron)
        self._arm.setText(tr("Remove demon") if armed else tr("Demon here"))
        self._arm.setAccessibleName(self._arm.text())
        self._arm.setToolTip(
            tr("Take the demon away (Esc).")
            if armed
            else tr("Add Δz to this neuron's z and see what happens to the cost.")
        )
        self._show_mask(frame, neuron)
        biased = self._biased()
        self._bias_row.label.setText(
            tr("bias b") if len(biased) == 1 else tr("bias of {count}", count=len(biased))
        )
        trace = samples.trace
        z, a = (values[layer - 1][row : row + 1] for values in (trace.zs, trace.activations))
        factors = samples.factors(layer)
        factor = 1.0 if factors is None else float(factors[row, index])
        self._z.set_text(numbers.signed(float(z[0, index])))
        self._a.set_text(numbers.signed(float(a[0, index])))
        self._slope.set_caption(
            tr("slope {slope_formula}", slope_formula=activation.slope_formula or "∂a/∂z")
            + ("" if factors is None else tr(" × drop {factor}", factor=numbers.significant(factor)))
        )
        self._slope.set_text(numbers.signed(factor * float(activation.derivative(z, a)[0, index])))
        self._delta.set_text(numbers.signed(float(trace.deltas[layer - 1][row, index])))
        gradients = self._gradients
        self.over.show_samples(picture)
        self._mean.set_caption("∂C/∂b" if gradients is None else gradients.name("∂C/∂b"))
        self._mean.set_text(
            MEASURING if gradients is None else numbers.signed(float(gradients.grad_biases[layer - 1][index]))
        )

    def _show_activation(self, activation: Activation) -> None:
        self._activation = activation
        self._a_formula.set_formula(activation.latex, activation.symbol)
        self._a_formula.setToolTip(f"{activation.label}: {explain(activation)}")

    def _show_mask(self, frame: Frame, neuron: Neuron) -> None:
        has_bias = not is_biasless(frame.mask, neuron.layer)
        self._bias.setEnabled(has_bias)
        self._bias.setToolTip(
            tr("b in z = Σ w a + b. Set it by a number; can be undone.")
            if has_bias
            else tr(
                "Layer {layer} has no biases; its header on the canvas gives it some.", layer=neuron.layer
            )
        )
        text = tr("Unfreeze") if self._all_frozen() else tr("Freeze")
        self._freeze.setText(text)
        self._freeze.setAccessibleName(text)
        self._freeze.setToolTip(
            in_words(
                tr("Train the weights into the selected neurons, and their biases, again."), "w ← w − η ∂C/∂w"
            )
            if self._all_frozen()
            else in_words(
                tr(
                    "Training leaves the weights into the selected neurons, and their biases, as "
                    "they are. Their δ is still made, and passed on."
                ),
                "w ← w",
            )
        )

    def _all_frozen(self) -> bool:
        if self._picture is None or (mask := self._picture.frame.mask) is None:
            return False
        selected = [each for each in self._picture.session.selection if each.layer > 0]
        frozen = {layer: frozen_neurons(mask, layer) for layer in {each.layer for each in selected}}
        return bool(selected) and all(
            (marks := frozen[each.layer]) is not None and bool(marks[each.index]) for each in selected
        )

    def _has_demon(self, neuron: Neuron | None) -> bool:
        demon = None if self._picture is None else self._picture.session.demon
        return demon is not None and demon.neuron == neuron

    def _biased(self) -> tuple[int, ...]:
        """The selected neurons whose bias the field sets: those of the primary's layer."""
        if self._picture is None or (primary := self._primary) is None:
            return ()
        return tuple(each.index for each in self._picture.session.selection if each.layer == primary.layer)

    def _number(self, caption: str, name: str, tooltip: str) -> NumberLabel:
        label = NumberLabel(caption, name=name, size=12.0, beside=True, tooltip=tooltip, parent=self)
        set_ink(label.caption, "secondary")
        label.number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return label

    @guard
    def _on_bias_changed(self, value: float) -> None:
        primary = self._primary
        if primary is not None and primary.layer > 0:
            self.edit_requested.emit(SetBiases(primary.layer, self._biased(), value))
            self._show()

    @guard
    def _on_freeze_clicked(self) -> None:
        self.act_requested.emit(FreezeSelected(not self._all_frozen()))

    @guard
    def _on_redraw_clicked(self) -> None:
        self.act_requested.emit(ReinitialiseSelected())

    @guard
    def _on_arm_clicked(self) -> None:
        self.act_requested.emit(ReleaseDemon() if self._has_demon(self._primary) else ArmDemon())


def _signed(value: float) -> str:
    return numbers.signed(value).strip()


def _input_words(picture: Picture, neuron: Neuron) -> str:
    data, samples, row = picture.frame.data, picture.samples, picture.row
    name = data.feature_names[neuron.index]
    name = name[:1].upper() + name[1:]
    value = float(samples.of(data).x[row, neuron.index])
    return tr(
        "{name}: a = {value} in {sample_words}, after scaling. An input has no z and no bias.",
        name=name,
        value=numbers.significant(value),
        sample_words=sample_words(samples, row),
    )
