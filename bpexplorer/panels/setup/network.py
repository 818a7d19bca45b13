"""Set-up's section on the network: each layer's activation and size."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.edits.structure import SetActivation
from bpexplorer.core.spec import MAX_LAYER_SIZE, NetworkSpec
from bpexplorer.data.prepare import PreparedData
from bpexplorer.document.acts.base import Act
from bpexplorer.document.acts.network import AddLayer, Resize
from bpexplorer.document.pending import Choices, Outlook
from bpexplorer.guard import guard
from bpexplorer.look import numbers
from bpexplorer.look.access.names import name_choice
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.look.typing.stops import linear
from bpexplorer.look.widgets import pad_spin_box
from bpexplorer.panels.setup.section import NOT_APPLIED, SetupSection
from bpexplorer.panels.setup.summaries import network_summary
from bpexplorer.panels.shared.forms.editors import ChoiceBox, explained
from bpexplorer.panels.shared.forms.form import WIDE_CONTROL, FormRow, form_row
from bpexplorer.project.plan import Plan
from bpexplorer.translation import tr

_SIZE_WIDTH = 66


class LayerEditor(QWidget):
    """Activation and size of layer l ≥ 1, side by side."""

    requested = Signal(object)  # Edit or Act

    def __init__(self, layer: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._layer = layer
        self._activation = ChoiceBox(explained(ACTIVATIONS.values()), self)
        self._activation.setObjectName(f"network_activation_{layer}")
        name_choice(self._activation, tr("Activation of layer {layer}", layer=layer))
        self._activation.setToolTip(tr("The function that makes a of z in this layer."))
        self._activation.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._size = NumberField(1, MAX_LAYER_SIZE, is_whole=True, stepped=linear(1), parent=self)
        self._size.setObjectName(f"network_size_{layer}")
        self._size.setAccessibleName(tr("Neurons in layer {layer}", layer=layer))
        self._size.setFixedWidth(_SIZE_WIDTH)
        pad_spin_box(self._size)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._activation, 1)
        row.addWidget(self._size)
        self._activation.picked.connect(self._on_activation_picked)
        self._size.valueChanged.connect(self._on_size_changed)

    def show_layer(self, spec: NetworkSpec) -> None:
        """Show the layer as it is."""
        layer = spec.layer(self._layer)
        self._activation.show_choice(layer.activation)
        self._size.show_value(layer.size)
        is_hidden = self._layer in spec.hidden
        self._size.setEnabled(is_hidden)
        self._size.setToolTip(
            tr("How many neurons the layer has.")
            if is_hidden
            else tr("The data set fixes the number of outputs.")
        )

    @guard
    def _on_activation_picked(self, name: str) -> None:
        self.requested.emit(SetActivation(self._layer, name))

    @guard
    def _on_size_changed(self, size: float) -> None:
        self.requested.emit(Resize(self._layer, round(size)))


class NetworkSection(SetupSection):
    """A row for each layer; the layer's name on the canvas opens what else there is of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Network"), name="network", parent=parent)
        self._layers: list[tuple[LayerEditor, FormRow]] = []
        self._depth = 1

    @override
    def _make(self) -> None:
        self._inputs = self.add_words("network_inputs")
        self._add_layer = QPushButton(tr("Add layer"), self.main)
        self._add_layer.setObjectName("network_add_layer")
        self._add_layer.setAccessibleName(tr("Add layer"))
        self._add_layer.setToolTip(tr("Put a hidden layer before the output layer. The other weights stay."))
        self._add_layer.clicked.connect(self._on_add_layer_clicked)
        self.put(self._add_layer)
        self.add_words("network_more").setText(
            tr("A layer's name on the canvas opens its dropout, biases and freezing.")
        )
        self._pending = self.make_pending("edit", name="network", what=tr("the network"))
        self.add(self._pending)

    @override
    def _sum_up_plan(self, plan: Plan, prepared: PreparedData) -> None:
        self.header.show_summary(network_summary(plan.spec))

    @override
    def _write_plan(self, plan: Plan, prepared: PreparedData) -> None:
        super()._write_plan(plan, prepared)
        spec = plan.spec
        self._inputs.setText(
            tr("Layer 0: {inputs} inputs, as the data have them.", inputs=numbers.count(spec.inputs))
        )
        self._depth = spec.depth
        for number in range(len(self._layers) + 1, spec.depth + 1):
            self._layers.append(self._row_for(number))
        for number, (editor, row) in enumerate(self._layers, start=1):
            row.setVisible(number <= spec.depth)
            if number <= spec.depth:
                editor.show_layer(spec)

    @override
    def _sum_up_pending(self, choices: Choices, outlook: Outlook) -> None:
        self.header.show_mark("" if choices.edit is None else NOT_APPLIED)

    @override
    def _write_pending(self, choices: Choices, outlook: Outlook) -> None:
        edit = choices.edit
        if edit is None:
            self._pending.hide()
        else:
            self._pending.offer(tr("{text}: its outputs need other targets.", text=edit.text))

    def _row_for(self, number: int) -> tuple[LayerEditor, FormRow]:
        editor = LayerEditor(number, self.main)
        editor.requested.connect(self._on_requested)
        row = form_row(
            tr("Layer {number}", number=number),
            editor,
            name=f"network_layer_{number}",
            tooltip=tr(
                "Activation and number of neurons of the layer. Takes effect immediately; "
                "weights that are still there are kept."
            ),
            width=WIDE_CONTROL,
        )
        self.rows.insertWidget(number, row)  # after the words on the inputs
        return editor, row

    @guard
    def _on_requested(self, asked: object) -> None:
        if isinstance(asked, Act):
            self.act_requested.emit(asked)
        else:
            self.edit_requested.emit(asked)

    @guard
    def _on_add_layer_clicked(self) -> None:
        self.act_requested.emit(AddLayer(self._depth))
