"""A layer's properties, opened from its header: activation, size, biases, and its removal."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.edits.masks import Freeze, RemoveBiases
from bpexplorer.core.edits.structure import RemoveLayer, SetActivation, SetDropout
from bpexplorer.core.edits.values import MAX_BIAS, SetBiases
from bpexplorer.core.spec import MAX_DROPOUT, MAX_LAYER_SIZE, NetworkSpec
from bpexplorer.core.types import FloatArray
from bpexplorer.document.acts.network import Resize
from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.numbers import signed
from bpexplorer.look.tooltips import explain, in_words
from bpexplorer.look.typing.number_field import NumberField, percent
from bpexplorer.look.typing.stops import linear
from bpexplorer.look.widgets import pad_spin_box
from bpexplorer.translation import tr


class LayerPopup(QFrame):
    """Edits of one layer. It asks; what it shows comes with ``show_layer``. A click outside closes it."""

    edit_requested = Signal(object)  # Edit
    act_requested = Signal(object)  # Act

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("layer_popup")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        #: The layer that is shown.
        self.layer = 1
        self._opener = parent
        self.title = QLabel(self)
        self.title.setFont(fonts.text_font(bold=True))
        self.activation = self._make_activation()
        self.size_box = self._make_size()
        self.dropout = self._make_dropout()
        self.bias = self._make_bias()
        self.set_biases = QPushButton(tr("Set all"), self)
        self.set_selected = QPushButton(tr("Set selected"), self)
        #: The layer's neurons, and those of them that are selected.
        self._all: tuple[int, ...] = ()
        self._selected: tuple[int, ...] = ()
        self.biases_now = QLabel(self)
        self.biases_now.setFont(fonts.secondary_font())
        self.freeze = self._make_check(
            "layer_freeze",
            tr("Freeze layer"),
            in_words(
                tr(
                    "Training leaves the weights into this layer and its biases as they are. δ is "
                    "still made, and passed on."
                ),
                "w ← w",
            ),
        )
        self.no_biases = self._make_check(
            "layer_no_biases",
            tr("No biases"),
            in_words(tr("The biases of this layer are 0 and stay 0."), "z = Σ w a"),
        )
        self.remove = QPushButton(tr("Remove layer"), self)
        self._name_buttons()
        self._lay_out()

    def _make_activation(self) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName("layer_activation")
        box.setAccessibleName(tr("Activation of the layer"))
        for name, activation in ACTIVATIONS.items():
            box.addItem(activation.label, name)
            box.setItemData(box.count() - 1, explain(activation), Qt.ItemDataRole.ToolTipRole)
        box.activated.connect(self._on_activation_activated)
        return box

    def _make_check(self, name: str, text: str, tooltip: str) -> QCheckBox:
        box = QCheckBox(text, self)
        box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        box.setObjectName(name)
        box.setAccessibleName(text)
        box.setToolTip(tooltip)
        return box

    def _make_size(self) -> NumberField:
        box = NumberField(1, MAX_LAYER_SIZE, is_whole=True, stepped=linear(1), parent=self)
        box.setObjectName("layer_size")
        box.setAccessibleName(tr("Neurons in the layer"))
        pad_spin_box(box)
        box.valueChanged.connect(self._on_size_changed)
        return box

    def _make_dropout(self) -> NumberField:
        box = NumberField(0, round(100 * MAX_DROPOUT), written=percent, stepped=linear(5), parent=self)
        box.setObjectName("layer_dropout")
        box.setAccessibleName(tr("Dropout of the layer"))
        pad_spin_box(box)
        box.valueChanged.connect(self._on_dropout_changed)
        return box

    def _make_bias(self) -> NumberField:
        box = NumberField(-MAX_BIAS, MAX_BIAS, stepped=linear(0.1), parent=self)
        box.setObjectName("layer_bias")
        box.setAccessibleName(tr("Value for all biases of the layer"))
        box.setToolTip(tr("A value for every bias of this layer; nothing changes until “Set all”"))
        pad_spin_box(box)
        return box

    def _name_buttons(self) -> None:
        self.set_biases.setObjectName("layer_set_biases")
        self.set_biases.setAccessibleName(tr("Set all biases of the layer"))
        self.set_biases.setToolTip(tr("Give every bias of this layer the value on the left"))
        for button in (self.set_biases, self.set_selected):
            # A click leaves the field its focus, and so what is typed there: the click takes it, or tells why not.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_biases.clicked.connect(self._on_set_biases_clicked)
        self.set_selected.setObjectName("layer_set_selected_biases")
        self.set_selected.setAccessibleName(tr("Set the biases of the selected neurons"))
        self.set_selected.setToolTip(
            tr("Give the biases of this layer's selected neurons the value on the left")
        )
        self.set_selected.clicked.connect(self._on_set_selected_clicked)
        self.remove.setObjectName("layer_remove")
        self.remove.setAccessibleName(tr("Remove the layer"))
        self.remove.clicked.connect(self._on_remove_clicked)
        self.freeze.clicked.connect(self._on_freeze_clicked)
        self.no_biases.clicked.connect(self._on_no_biases_clicked)

    def _lay_out(self) -> None:
        biases = QHBoxLayout()
        biases.addWidget(self.bias, 1)
        biases.addWidget(self.set_biases)
        biases.addWidget(self.set_selected)
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.addRow(tr("Activation"), self.activation)
        form.addRow(tr("Neurons"), self.size_box)
        form.addRow(tr("Biases"), biases)
        form.addRow("", self.biases_now)
        form.addRow("", self.no_biases)
        form.addRow(tr("Dropout"), self.dropout)
        form.addRow(tr("Training"), self.freeze)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addLayout(form)
        column.addWidget(self.remove)

    def show_layer(
        self, spec: NetworkSpec, layer: int, biases: FloatArray | None, selected: tuple[int, ...] = ()
    ) -> None:
        """Show layer l ≥ 1 as it is now; ``biases`` as far as a frame has told them, ``selected`` of its neurons."""
        self._all, self._selected = tuple(range(spec.layer(layer).size)), selected
        self.set_selected.setVisible(bool(selected))
        self.set_selected.setText(tr("Set selected ({count})", count=len(selected)))
        self.layer = layer
        hidden = layer in spec.hidden
        role = "" if hidden else tr(" (output)")
        self.title.setText(tr("Layer {layer}{role}", layer=layer, role=role))
        self.setAccessibleName(tr("Layer {layer}", layer=layer))
        index = self.activation.findData(spec.layer(layer).activation)
        self.activation.setCurrentIndex(index)
        chosen = self.activation.itemData(index, Qt.ItemDataRole.ToolTipRole)
        self.activation.setToolTip(
            tr(
                "The function that makes a of z in this layer.\n\n{activation}: {chosen}",
                activation=self.activation.currentText(),
                chosen=chosen,
            )
        )
        self.size_box.show_value(spec.layer(layer).size)
        self.size_box.setEnabled(hidden)
        self.size_box.setToolTip(
            tr("How many neurons the layer has") if hidden else tr("The data set fixes the number of outputs")
        )
        self.dropout.show_value(round(100 * spec.layer(layer).dropout, 6))
        self.dropout.setEnabled(hidden)
        self.dropout.setToolTip(
            in_words(
                tr(
                    "The share p of this layer's neurons that each training step leaves out, "
                    "others in every sample; what is left counts for more. So no neuron can rely "
                    "on one other. Evaluation and the fixed samples leave nothing out."
                ),
                tr("a ← m a / (1 − p),  δ ← m δ / (1 − p),  m = 0 with probability p, else 1"),
            )
            if hidden
            else tr("The output layer has no dropout: its neurons are the answer")
        )
        self.remove.setEnabled(hidden)
        self.remove.setToolTip(
            tr("Take the whole layer out; its neighbours are joined by new weights")
            if hidden
            else tr("The output layer can't be removed")
        )
        self.biases_now.setText("" if biases is None else _range(biases))

    def show_mask(self, *, frozen: bool, biasless: bool) -> None:
        """Show what training leaves alone, and whether there are biases to set."""
        self.freeze.setChecked(frozen)
        self.no_biases.setChecked(biasless)
        for widget in (self.bias, self.set_biases, self.set_selected):
            widget.setEnabled(not biasless)

    def open_at(self, place: QPoint) -> None:
        """Open with the top centre at a point of the screen, as far as the screen has room."""
        self.adjustSize()
        room = self._opener.screen().availableGeometry()
        x = min(max(place.x() - self.width() // 2, room.left()), room.right() - self.width())
        y = min(max(place.y(), room.top()), room.bottom() - self.height())
        self.move(x, y)
        self.show()
        self.activation.setFocus(Qt.FocusReason.PopupFocusReason)

    @guard
    def _on_activation_activated(self, index: int) -> None:
        self.edit_requested.emit(SetActivation(self.layer, self.activation.itemData(index)))

    @guard
    def _on_size_changed(self, size: float) -> None:
        self.act_requested.emit(Resize(self.layer, round(size)))

    @guard
    def _on_dropout_changed(self, per_cent: float) -> None:
        self.edit_requested.emit(SetDropout(self.layer, round(per_cent / 100, 12)))

    @guard
    def _on_set_biases_clicked(self) -> None:
        self.bias.commit()
        self.edit_requested.emit(SetBiases(self.layer, self._all, self.bias.value()))

    @guard
    def _on_set_selected_clicked(self) -> None:
        self.bias.commit()
        self.edit_requested.emit(SetBiases(self.layer, self._selected, self.bias.value()))

    @guard
    def _on_freeze_clicked(self, checked: bool) -> None:
        self.edit_requested.emit(Freeze(self.layer, self._all, checked))

    @guard
    def _on_no_biases_clicked(self, checked: bool) -> None:
        self.edit_requested.emit(RemoveBiases(self.layer, checked))

    @guard
    def _on_remove_clicked(self) -> None:
        self.close()
        self.edit_requested.emit(RemoveLayer(self.layer))


def _range(biases: FloatArray) -> str:
    low, high = (signed(float(value), decimals=3).strip() for value in (biases.min(), biases.max()))
    return tr("now {low}", low=low) if low == high else tr("now from {low} to {high}", low=low, high=high)
