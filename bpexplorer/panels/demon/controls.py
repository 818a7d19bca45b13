"""The demon's hand: slider, field and buttons that ask for a Δz."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QSlider,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from bpexplorer.document.acts.demon import (
    ChooseScope,
    FollowTraining,
    HalveDz,
    ReleaseDemon,
    RenewDemon,
    SetDz,
    StepDz,
    TurnAgainstDelta,
    ZeroDz,
)
from bpexplorer.document.dz import DZ_LIMIT, stepped
from bpexplorer.document.keys import Where, act_of
from bpexplorer.document.session import Demon, Scope
from bpexplorer.guard import guard
from bpexplorer.look import numbers
from bpexplorer.look.key_names import key_name
from bpexplorer.look.stylesheet import Role, set_role
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.look.widgets import Caption, pad_spin_box
from bpexplorer.panels.demon.dz_scale import SLIDER_STEPS, dz_at, slider_position, written


class DzSlider(QSlider):
    """A slider over Δz with more room near 0; wheel and arrow keys go along round numbers."""

    act_requested = Signal(object)  # Act

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("demon_slider")
        self.setAccessibleName("Δz")
        self.setToolTip(
            "Δz, added to the neuron's weighted input z. Wheel and arrow keys step; with Shift finely."
        )
        self.setRange(-SLIDER_STEPS, SLIDER_STEPS)
        self.setTickPosition(QSlider.TickPosition.NoTicks)
        set_role(self, "demon")

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


class DzField(NumberField):
    """Δz as a number to type; the arrows go along round numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(-DZ_LIMIT, DZ_LIMIT, written=written, stepped=stepped, parent=parent)
        self.setObjectName("demon_dz")
        self.setAccessibleName("Δz as a number")
        self.setToolTip("Δz, added to the neuron's weighted input z. Type a number, or use the arrows.")
        self.setFixedWidth(96)
        pad_spin_box(self)


class DemonControls(QWidget):
    """Everything that asks for another Δz, whose cost is meant, and which frame. It shows what it is told."""

    act_requested = Signal(object)  # Act

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dz = 0.0
        self._step: int | None = None
        self._newest_step: int | None = None
        self._slider = DzSlider(self)
        self._field = DzField(self)
        self._against = self._button(
            "demon_against", "Against δ", "Give Δz the sign that lowers C: −sign(δ)·|Δz|."
        )
        self._halve = self._button(
            "demon_halve", "Halve", "Halve Δz. The gap falls to about a quarter, as Δz² does."
        )
        self._zero = self._button("demon_zero", "Zero", "Set Δz to 0.")
        self._release = self._button("demon_release", "Let go", "Take the demon away (Esc).")
        self._sample = self._button(
            "demon_scope_sample", "This sample", "ΔC of this sample alone.", role="tool"
        )
        self._batch = self._button(
            "demon_scope_batch",
            "All samples",
            "Δz in every probe sample; ΔC of their mean cost.",
            role="tool",
        )
        self._follow = QCheckBox("Follow", self)
        self._follow.setObjectName("demon_follow")
        self._follow.setAccessibleName("Follow training")
        self._follow.setToolTip(
            "On: the demon perturbs the network that is shown. Off: it is pinned to the network of this step."
        )
        self._renew = self._button(
            "demon_renew",
            "To newest step",
            "Put the demon on the network of the newest step, with the same Δz.",
        )
        self._where = Caption("", self)
        self._where.setObjectName("demon_step")
        self._build()
        self._connect()

    def show_demon(self, demon: Demon, *, step: int | None) -> None:
        """Show a demon's settings; ``step`` is the step of the network that it perturbs."""
        self._dz = demon.dz
        if dz_at(self._slider.value()) != demon.dz:
            self._slider.blockSignals(True)
            self._slider.setValue(slider_position(demon.dz))
            self._slider.blockSignals(False)
        self._field.show_value(demon.dz)
        (self._sample if demon.scope is Scope.SAMPLE else self._batch).setChecked(True)
        self._follow.setChecked(demon.follow)
        self._step = step
        self._show_renew()
        where = "" if step is None else f"step {numbers.count(step)}"
        self._where.setText(f"now {where}" if demon.follow else f"on {where}" if where else "")

    def show_delta(self, delta: float) -> None:
        """Offer “against δ” where δ has a sign."""
        self._against.setEnabled(delta != 0.0)

    def show_newest(self, step: int, samples: int) -> None:
        """Take the newest step, and the number of probe samples."""
        self._newest_step = step
        self._batch.setText(f"All {samples}")
        self._batch.setAccessibleName(f"All {samples} samples")
        self._show_renew()

    def set_wide(self, wide: bool) -> None:
        """Put the buttons that change Δz beside those that choose whose cost is meant, or above them."""
        self._buttons.setDirection(
            QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        )

    def _show_renew(self) -> None:
        self._renew.setEnabled(
            None not in (self._step, self._newest_step) and self._step != self._newest_step
        )

    def _button(self, name: str, text: str, tooltip: str, *, role: Role | None = None) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setToolTip(tooltip)
        if role is not None:
            button.setCheckable(True)
            set_role(button, role)
        return button

    def _build(self) -> None:
        scopes = QButtonGroup(self)
        scopes.addButton(self._sample)
        scopes.addButton(self._batch)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._slider, 1)
        first.addWidget(self._field)
        second = QHBoxLayout()
        second.setSpacing(4)
        for button in (self._against, self._halve, self._zero):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            second.addWidget(button)
        third = QHBoxLayout()
        third.setSpacing(4)
        for button in (self._sample, self._batch):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            third.addWidget(button)
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons.setSpacing(6)
        self._buttons.addLayout(second, 3)
        self._buttons.addLayout(third, 2)
        fourth = QHBoxLayout()
        fourth.setSpacing(8)
        fourth.addWidget(self._follow)
        fourth.addWidget(self._where, 1)
        fourth.addWidget(self._renew)
        fourth.addWidget(self._release)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for row in (first, self._buttons, fourth):
            layout.addLayout(row)

    def _connect(self) -> None:
        self._slider.valueChanged.connect(self._on_slider_moved)
        self._slider.act_requested.connect(self.act_requested)
        self._field.valueChanged.connect(self._on_field_changed)
        self._against.clicked.connect(self._on_against_clicked)
        self._halve.clicked.connect(self._on_halve_clicked)
        self._zero.clicked.connect(self._on_zero_clicked)
        self._release.clicked.connect(self._on_release_clicked)
        self._renew.clicked.connect(self._on_renew_clicked)
        self._sample.clicked.connect(self._on_sample_clicked)
        self._batch.clicked.connect(self._on_batch_clicked)
        self._follow.clicked.connect(self._on_follow_clicked)

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
    def _on_against_clicked(self) -> None:
        self.act_requested.emit(TurnAgainstDelta())

    @guard
    def _on_halve_clicked(self) -> None:
        self.act_requested.emit(HalveDz())

    @guard
    def _on_zero_clicked(self) -> None:
        self.act_requested.emit(ZeroDz())

    @guard
    def _on_release_clicked(self) -> None:
        self.act_requested.emit(ReleaseDemon())

    @guard
    def _on_renew_clicked(self) -> None:
        self.act_requested.emit(RenewDemon())

    @guard
    def _on_sample_clicked(self) -> None:
        self.act_requested.emit(ChooseScope(Scope.SAMPLE))

    @guard
    def _on_batch_clicked(self) -> None:
        self.act_requested.emit(ChooseScope(Scope.BATCH))

    @guard
    def _on_follow_clicked(self, checked: bool) -> None:
        self.act_requested.emit(FollowTraining(checked))
