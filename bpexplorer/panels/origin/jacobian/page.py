"""The page of the whole Jacobian: its picture, the switch without the sum, the four cells, and training without it."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from bpexplorer.core.origin import SumKind
from bpexplorer.core.readings.jacobian import JacobianReading, SupposedPair
from bpexplorer.core.spec import Neuron
from bpexplorer.document.acts.jacobian import CrossOutSum, ShowJacobian, Suppose
from bpexplorer.document.acts.looking import Select
from bpexplorer.document.picture import Picture
from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.leads import Lead
from bpexplorer.look.stylesheet import set_ink, set_role
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.widgets import FormulaLabel
from bpexplorer.look.widgets.pill import Pill, Whose
from bpexplorer.panels.origin.jacobian import words
from bpexplorer.panels.origin.jacobian.cells import FourCells
from bpexplorer.panels.origin.jacobian.picture import JacobianPicture
from bpexplorer.panels.origin.jacobian.training import TrainingApart
from bpexplorer.panels.shared.cells.cell_grid import Place
from bpexplorer.panels.shared.forms.form import words as label
from bpexplorer.translation import tr

_FORMULA_SIZE: Final = 13.5
#: From the first width on, the words stand beside the picture, and from the second on what is trained beside these.
_WIDE, _WIDEST = 600, 900
_SPACING: Final = 4


class JacobianPage(QWidget):
    """Shows the Jacobian of a picture; says what its user wants."""

    act_requested = Signal(object)  # Act
    dock_requested = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("jacobian_page")
        self._reading: JacobianReading | None = None
        self._network_pair: SupposedPair | None = None
        #: The cell of the picture under the mouse.
        self._cell: Place | None = None
        self._formula = FormulaLabel("\\delta", "δ", size=_FORMULA_SIZE, parent=self)
        self._formula.setObjectName("jacobian_formula")
        self._pill = Pill(parent=self)
        self._pill.setObjectName("jacobian_pill")
        self._back = QPushButton(words.ONE, self)
        self._back.setObjectName("jacobian_back")
        self._back.setAccessibleName(words.ONE)
        self._back.setToolTip(wrapped(words.ONE_MEANING))
        set_role(self._back, "link")
        self.picture = JacobianPicture(self)
        self._readout = label("jacobian_readout", self)
        self._chosen = label("jacobian_chosen", self)
        self._chosen.setFont(fonts.number_font(fonts.SECONDARY, bold=True))
        set_ink(self._chosen, "text")
        self._without = QCheckBox(words.WITHOUT, self)
        self._without.setObjectName("jacobian_without_sum")
        self._without.setToolTip(wrapped(words.WITHOUT_MEANING))
        self._without.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._error = label("jacobian_error", self)
        self._check = label("jacobian_check", self)
        self._to_checks = Lead(self._check, ink="good", meaning=words.CHECK_MEANING)
        self.cells = FourCells(self)
        self.training = TrainingApart(self)
        self._lay_out()
        self._back.clicked.connect(self._on_back_clicked)
        self.picture.chosen.connect(self._on_neuron_chosen)
        self.picture.cell_hovered.connect(self._on_cell_hovered)
        self._without.clicked.connect(self._on_without_clicked)
        self._to_checks.followed.connect(self._on_check_followed)
        self.cells.chosen.connect(self._on_pair_chosen)

    def _lay_out(self) -> None:
        top, beside = QHBoxLayout(), QVBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignRight)
        beside.addWidget(self._back, 0, Qt.AlignmentFlag.AlignRight)
        top.addWidget(self._formula, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addStretch(1)
        top.addLayout(beside)
        self._left, self._middle = QVBoxLayout(), QVBoxLayout()
        self._left.addLayout(top)
        self._left.addWidget(self.picture, 1)
        self._left.addWidget(self._readout)
        self._left.addStretch(0)
        for widget in (self._chosen, self._without, self._error, self._check, self.cells):
            self._middle.addWidget(widget)
        self._middle.addStretch(1)
        # What is trained stands below the words, or in a column of its own.
        self._words = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._words.addLayout(self._middle, 1)
        self._words.addWidget(self.training, 1)
        self._columns = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.addLayout(self._left)
        self._columns.addLayout(self._words)
        for part in (self._left, self._middle):
            part.setSpacing(_SPACING)
        for columns in (self._words, self._columns):
            columns.setSpacing(4 * _SPACING)

    def fit(self, width: int, height: int) -> None:
        """Lie well in a panel of this size: the picture is never higher than can be seen at once."""
        unit, directions = fonts.dpi_scale(), QBoxLayout.Direction
        is_wide, is_widest = width >= round(_WIDE * unit), width >= round(_WIDEST * unit)
        self._columns.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)
        self._words.setDirection(directions.LeftToRight if is_widest else directions.TopToBottom)
        self._columns.setStretch(0, 1 if is_wide else 0)
        self._columns.setStretch(1, 1)
        readout = 3 * self._readout.fontMetrics().height()
        around = self._pill.sizeHint().height() + self._back.sizeHint().height() + readout + 3 * _SPACING
        self.picture.setMaximumHeight(max(height - around, self.picture.minimumHeight()))

    def show_picture(self, picture: Picture, reading: JacobianReading, whose: Whose) -> None:
        """Show a reading of a picture; ``whose`` is the sample that it is of."""
        view = picture.session.jacobian
        without_sum = view is not None and view.without_sum
        self._reading = reading
        self._network_pair = SupposedPair(picture.frame.config.cost, picture.frame.spec.activations[-1])
        self._show_formula(reading)
        self._pill.show_whose(whose)
        self.picture.show_reading(reading, without_sum=without_sum, delta_bound=picture.session.delta_bound)
        self._show_readout()
        self._chosen.setText(words.chosen_words(reading, without_sum=without_sum))
        self._without.setChecked(without_sum)
        self._error.setVisible(without_sum)
        self._error.setText(words.error_words(reading))
        passes = reading.passes_check(without_sum=without_sum)
        self._check.setText(words.check_words(reading, without_sum=without_sum))
        self._to_checks.show(words.TO_CHECKS)
        set_ink(self._check, "good" if passes else "error")
        self.cells.setVisible(reading.kind is SumKind.OUTPUT)
        self.cells.show_reading(reading)
        self.training.show_frame(picture.frame)

    def _show_formula(self, reading: JacobianReading) -> None:
        up, is_output = f"^{{{reading.neuron.layer}}}", reading.kind is SumKind.OUTPUT
        gradient = r"\nabla_a C" if is_output else rf"\partial C/\partial a{up}"
        self._formula.set_formula(
            rf"(\delta{up})^{{\mathsf T}} = ({gradient})^{{\mathsf T}} J{up}",
            tr("δ as a row = ∂C/∂a as a row, times J"),
        )
        self._formula.setToolTip(wrapped(f"{words.WHOLE_MEANING} {words.meaning(reading)}"))

    def _show_readout(self) -> None:
        """Say what is under the mouse, or else what the picture shows."""
        reading, cell = self._reading, self._cell
        if reading is not None:
            self._readout.setText(words.meaning(reading) if cell is None else self.picture.words_of(cell))

    @guard
    def _on_back_clicked(self) -> None:
        self.act_requested.emit(ShowJacobian(False))

    @guard
    def _on_neuron_chosen(self, index: int) -> None:
        if self._reading is not None:
            self.act_requested.emit(Select((Neuron(self._reading.neuron.layer, index),)))

    @guard
    def _on_cell_hovered(self, cell: Place | None) -> None:
        self._cell = cell
        self._show_readout()

    @guard
    def _on_without_clicked(self, checked: bool) -> None:
        self.act_requested.emit(CrossOutSum(checked))

    @guard
    def _on_check_followed(self) -> None:
        self.dock_requested.emit("dock_checks")

    @guard
    def _on_pair_chosen(self, pair: SupposedPair) -> None:
        self.act_requested.emit(Suppose(None if pair == self._network_pair else pair))
