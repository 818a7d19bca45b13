"""The demon's hand: slider, field and buttons that ask for a Δz."""

from typing import Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from bpexplorer.document.acts.demon import (
    ChooseScope,
    HalveDz,
    SetDz,
    StepDz,
    TurnAgainstDelta,
    ZeroDz,
)
from bpexplorer.document.dz import DZ_LIMIT, stepped
from bpexplorer.document.keys import Where, act_of
from bpexplorer.document.session import Demon, Scope
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.access.names import name_choice
from bpexplorer.look.key_names import key_name
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.theme import current_theme
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.look.widgets import pad_spin_box
from bpexplorer.panels.demon.dz_scale import SLIDER_REACH, SLIDER_STEPS, dz_at, slider_position, written
from bpexplorer.translation import tr

#: Of buttons and choice: all stand in one row of the panel's region then, also beside a scroll bar.
_LETTERS: Final = fonts.SECONDARY
#: How high the slider's tick at 0 is, in pixels.
_TICK: Final = 15

_DOWNHILL: Final = tr("Give Δz the sign that lowers C, against δ: −sign(δ)·|Δz|.")
_IS_DOWNHILL: Final = tr("Δz goes downhill already, so this changes nothing.")


class DzSlider(QSlider):
    """A slider over Δz with more room near 0; wheel and arrow keys go along round numbers."""

    act_requested = Signal(object)  # Act

    def __init__(self, parent: QWidget | None = None, *, name: str = "demon_slider") -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName(name)
        self.setAccessibleName("Δz")
        self.setToolTip(
            tr("Δz, added to the neuron's weighted input z. Wheel and arrow keys step; with Shift finely.")
        )
        self.setRange(-SLIDER_STEPS, SLIDER_STEPS)
        self.setTickPosition(QSlider.TickPosition.NoTicks)
        set_role(self, "demon")

    @override
    @guard
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:  # the handle is drawn over it
            painter.fillRect(self.zero_tick(), current_theme().outline)
        super().paintEvent(event)

    def zero_tick(self) -> QRect:
        """The tick at Δz = 0: the handle stands there half-way between the ends."""
        tick = QRect(0, 0, 1, _TICK)
        tick.moveCenter(self.rect().center())
        return tick

    @override
    @guard
    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta()
        turned = delta.y() or delta.x()
        if turned:
            is_fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.act_requested.emit(StepDz(1 if turned > 0 else -1, is_fine))
        event.accept()

    @override
    @guard
    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = act_of(key_name(event), Where.SLIDER)
        if act is None:
            super().keyPressEvent(event)
        else:
            self.act_requested.emit(act)


def between_ends(slider: DzSlider) -> QHBoxLayout:
    """A slider with the Δz of its ends to its sides."""
    row = QHBoxLayout()
    row.setSpacing(4)
    reach = numbers.limit(SLIDER_REACH)
    low, high = (QLabel(f"{sign}{reach}", slider.parentWidget()) for sign in (numbers.MINUS, "+"))
    for end in (low, high):
        set_role(end, "secondary")
        end.setToolTip(tr("The end of the slider. Type a number for a larger Δz."))
    row.addWidget(low)
    row.addWidget(slider, 1)
    row.addWidget(high)
    return row


class DzField(NumberField):
    """Δz as a number to type; the arrows go along round numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(-DZ_LIMIT, DZ_LIMIT, written=written, stepped=stepped, parent=parent)
        self.setObjectName("demon_dz")
        self.setAccessibleName(tr("Δz as a number"))
        self.setToolTip(tr("Δz, added to the neuron's weighted input z. Type a number, or use the arrows."))
        self.setFixedWidth(96)
        pad_spin_box(self)


class DemonControls(QWidget):
    """Everything that asks for another Δz, and whose cost is meant. It shows what it is told.

    Parameters
    ----------
    result : QWidget
        What becomes of Δz: it stands between the slider and the buttons.
    """

    act_requested = Signal(object)  # Act

    def __init__(self, result: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._result = result
        self._dz = self._delta = 0.0
        self._slider = DzSlider(self)
        self._field = DzField(self)
        self._downhill = self._button("demon_against", tr("Downhill"), _DOWNHILL)
        self._halve = self._button(
            "demon_halve",
            tr("Halve"),
            tr("Halve Δz. The gap shrinks like Δz²: towards a quarter for small Δz."),
        )
        self._zero = self._button("demon_zero", tr("Zero"), tr("Set Δz to 0."))
        self._scope = QComboBox(self)
        self._scope.setObjectName("demon_scope")
        self._scope.setFont(fonts.text_font(_LETTERS))
        name_choice(self._scope, tr("Whose cost"))
        self._scope.addItem(tr("This sample"), Scope.SAMPLE)
        self._scope.addItem(tr("All"), Scope.BATCH)
        self._scope.setToolTip(
            tr(
                "This sample: Δz in one sample, and its cost C.\nAll: Δz in each of the fixed "
                "samples, and their mean cost C̄."
            )
        )
        self._build()
        self._connect()

    def show_demon(self, demon: Demon) -> None:
        """Show a demon's settings."""
        self._dz = demon.dz
        self._explain_downhill()
        if dz_at(self._slider.value()) != demon.dz:
            self._slider.blockSignals(True)
            self._slider.setValue(slider_position(demon.dz))
            self._slider.blockSignals(False)
        self._field.show_value(demon.dz)
        self._scope.setCurrentIndex(self._scope.findData(demon.scope))

    def show_delta(self, delta: float) -> None:
        """Offer the way down where δ has a sign."""
        self._downhill.setEnabled(delta != 0.0)
        self._delta = delta
        self._explain_downhill()

    def show_samples(self, count: int) -> None:
        """Say how many fixed samples there are."""
        self._scope.setItemText(
            self._scope.findData(Scope.BATCH), tr("All {count}", count=numbers.count(count))
        )

    def set_room(self, width: int) -> None:
        """Put whose cost is meant beside the buttons, if they have room in this width, or below them."""
        fits = width >= self._room_for(self._downhill, self._halve, self._zero, self._scope)
        self._buttons.setDirection(
            QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        )

    def _explain_downhill(self) -> None:
        """Say what the way down does, and where it would do nothing."""
        is_downhill = self._dz * self._delta < 0.0
        says = f"{_DOWNHILL}\n{_IS_DOWNHILL}" if is_downhill else _DOWNHILL
        if says != self._downhill.toolTip():
            self._downhill.setToolTip(says)

    def _button(self, name: str, text: str, tooltip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setFont(fonts.text_font(_LETTERS))
        set_role(button, "tight")
        button.setAccessibleName(text)
        button.setToolTip(tooltip)
        return button

    def _build(self) -> None:
        caption = QLabel("Δz", self)
        caption.setToolTip(tr("Δz, added to the neuron's weighted input z."))
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(caption)
        first.addWidget(self._field)
        first.addLayout(between_ends(self._slider), 1)
        second = QHBoxLayout()
        second.setSpacing(4)
        for button in (self._downhill, self._halve, self._zero):
            second.addWidget(button)
        second.addStretch(1)
        third = QHBoxLayout()
        third.addWidget(self._scope)
        third.addStretch(1)
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons.setSpacing(4)
        self._buttons.addLayout(second, 1)
        self._buttons.addLayout(third)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(first)
        layout.addWidget(self._result)
        layout.addLayout(self._buttons)
        # Narrower than all in one row, so that they can come into two.
        self.setMinimumWidth(self._room_for(self._downhill, self._halve, self._zero))

    def _room_for(self, *widgets: QWidget) -> int:
        """The width of these in a row."""
        return sum(each.sizeHint().width() for each in widgets) + self._buttons.spacing() * (len(widgets) - 1)

    def _connect(self) -> None:
        self._slider.valueChanged.connect(self._on_slider_moved)
        self._slider.act_requested.connect(self.act_requested)
        self._field.valueChanged.connect(self._on_field_changed)
        self._downhill.clicked.connect(self._on_downhill_clicked)
        self._halve.clicked.connect(self._on_halve_clicked)
        self._zero.clicked.connect(self._on_zero_clicked)
        self._scope.activated.connect(self._on_scope_activated)

    def _request(self, dz: float) -> None:
        if dz != self._dz:
            self.act_requested.emit(SetDz(dz))

    @guard
    def _on_slider_moved(self, position: int) -> None:
        self._request(dz_at(position))

    @guard
    def _on_field_changed(self, value: float) -> None:
        self._request(value)

    @guard
    def _on_downhill_clicked(self) -> None:
        self.act_requested.emit(TurnAgainstDelta())

    @guard
    def _on_halve_clicked(self) -> None:
        self.act_requested.emit(HalveDz())

    @guard
    def _on_zero_clicked(self) -> None:
        self.act_requested.emit(ZeroDz())

    @guard
    def _on_scope_activated(self, row: int) -> None:
        self.act_requested.emit(ChooseScope(self._scope.itemData(row)))
