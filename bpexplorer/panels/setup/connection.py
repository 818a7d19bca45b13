"""What Set-up shows of the selected connection: its weight, and what can be done with it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from bpexplorer.core.edits.masks import FreezeConnections, RemoveConnections
from bpexplorer.core.spec import Connection
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.mask import frozen_neurons, has_frozen, has_removed
from bpexplorer.document.picture import Picture
from bpexplorer.guard import guard
from bpexplorer.look import numbers
from bpexplorer.look.icons import set_icon
from bpexplorer.look.stylesheet import set_ink
from bpexplorer.look.widgets import NumberLabel
from bpexplorer.panels.setup.gradients import MEASURING, GradientChoice, Gradients
from bpexplorer.panels.shared.forms.form import ButtonRow, words
from bpexplorer.translation import tr


class ConnectionRows(QWidget):
    """Shown while a connection is selected. Beside a large layer, where edges can't be told apart, it says which."""

    edit_requested = Signal(object)  # Edit

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._connection: Connection | None = None
        self._is_removed = self._is_frozen = False
        self._name = words(
            "connection_name",
            self,
            tr("The selected connection: the neuron it comes from, and the one it goes to."),
        )
        self._weight = self._number("w", "connection_weight", tr("The weight of this connection."))
        self._gradient = self._number(
            "∂C/∂w",
            "connection_gradient",
            tr(
                "The mean of a·δ over the samples named below (BP4): how their mean cost C "
                "goes with this weight."
            ),
        )
        self.over = GradientChoice("connection_gradient_samples", self)
        self._freeze = self._button("connection_freeze")
        set_icon(self._freeze, "frozen")
        self._toggle = self._button("connection_toggle")
        buttons = ButtonRow((self._freeze, self._toggle), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self._name, self._weight, self._gradient, self.over.row, buttons):
            column.addWidget(widget)
        self._freeze.clicked.connect(self._on_freeze_clicked)
        self._toggle.clicked.connect(self._on_toggle_clicked)
        self._show_buttons()
        self.hide()

    def show_picture(self, picture: Picture, gradients: Gradients | None) -> None:
        """Show the numbers of the selected connection, if there is one; None: ∂C/∂w is being measured."""
        connection, frame = picture.session.connection, picture.frame
        self._connection = connection
        self.setVisible(connection is not None)
        if connection is None:
            return
        layer, target, source = connection
        self._is_frozen = has_frozen(frame.mask, connection)
        self._is_removed = has_removed(frame.mask, connection)
        self._name.setText(f"{connection}{self._state_of(frame, connection)}")
        self._weight.set_caption(
            tr("w = weights[{layer}][{target}][{source}]", layer=layer - 1, target=target, source=source)
        )
        self._weight.set_text(numbers.signed(float(frame.network.weights[layer - 1][target, source])))
        # What a penalty adds to the step isn't part of C.
        symbol = tr("∂C/∂w without penalty") if frame.config.penalty else "∂C/∂w"
        self._gradient.set_caption(symbol if gradients is None else gradients.name(symbol))
        self._gradient.set_text(
            MEASURING
            if gradients is None
            else numbers.signed(float(gradients.grad_weights[layer - 1][target, source]))
        )
        self.over.show_samples(picture)
        self._show_buttons()

    def _state_of(self, frame: Frame, connection: Connection) -> str:
        if self._is_removed:
            return tr(" · removed")
        neurons = frozen_neurons(frame.mask, connection.layer)
        with_neuron = neurons is not None and bool(neurons[connection.target])
        return tr(" · frozen with its neuron") if with_neuron else tr(" · frozen") * self._is_frozen

    def _show_buttons(self) -> None:
        for button, text, tooltip in (
            (
                self._freeze,
                tr("Unfreeze") if self._is_frozen else tr("Freeze"),
                tr("Train this weight again.")
                if self._is_frozen
                else tr("Training leaves this weight as it is, whatever the optimizer does."),
            ),
            (
                self._toggle,
                tr("Bring back") if self._is_removed else tr("Remove"),
                tr("With the weight that this run started from. Undo brings back the one that it had.")
                if self._is_removed
                else tr("Its weight is 0 and stays 0 (Delete)."),
            ),
        ):
            button.setText(text)
            button.setAccessibleName(tr("{text} connection", text=text))
            button.setToolTip(tooltip)
        self._freeze.setEnabled(not self._is_removed)

    def _number(self, caption: str, name: str, tooltip: str) -> NumberLabel:
        label = NumberLabel(caption, name=name, size=12.0, beside=True, tooltip=tooltip, parent=self)
        set_ink(label.caption, "secondary")
        return label

    def _button(self, name: str) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(name)
        return button

    @guard
    def _on_freeze_clicked(self) -> None:
        if self._connection is not None:
            layer, target, source = self._connection
            self.edit_requested.emit(FreezeConnections(layer, ((target, source),), not self._is_frozen))

    @guard
    def _on_toggle_clicked(self) -> None:
        if self._connection is not None:
            layer, target, source = self._connection
            self.edit_requested.emit(RemoveConnections(layer, ((target, source),), not self._is_removed))
