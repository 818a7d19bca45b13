"""The demon panel: Δz on one neuron, the change of cost that δ·Δz predicts, and the change that happens."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.readings.demon import DemonReading
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import SessionState
from bpexplorer.guard import guard
from bpexplorer.look.pill import THIS_SAMPLE, Pill, fixed_samples
from bpexplorer.look.scrolling import PanelScroll
from bpexplorer.look.widgets import Caption
from bpexplorer.panels.demon import words as demon_words
from bpexplorer.panels.demon.controls import DemonControls
from bpexplorer.panels.demon.curve import DemonCurve
from bpexplorer.panels.demon.foot import DemonFoot
from bpexplorer.panels.demon.menu import DemonMenu
from bpexplorer.panels.demon.numbers import DemonInvitation, DemonNumbers
from bpexplorer.panels.panel import Panel

#: With less room, the gap stands below predicted and actual.
_GAP_BESIDE_FROM = 276
_NARROWEST = 216


class DemonPanel(Panel):
    """Shows a reading of the demon, and asks for another Δz, scope or step, or to be without it.

    Its controls follow the demon's settings at once, and its numbers are those of the picture.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("demon_panel", "Demon", parent)
        self._session = SessionState()
        self._picture: Picture | None = None
        #: Where the demon is; what the mouse reads off the curve stands there meanwhile.
        self._where = self._under_mouse = ""
        self._scroll = scroll = PanelScroll(self, name="demon_scroll")
        self._armed = QWidget(scroll.page)
        self._place = Caption("", self._armed)
        self._place.setObjectName("demon_place")
        self._place.setAccessibleName("Where the demon is, and of which step its numbers are")
        self._whose = Pill(parent=self._armed)
        self._whose.setObjectName("demon_whose")
        self._curve = DemonCurve(self._armed)
        self._readout = DemonNumbers(self._armed)
        self._menu = DemonMenu(self._armed)
        self._controls = DemonControls(self._menu, self._armed)
        self._invitation = DemonInvitation(scroll.page)
        self._foot = DemonFoot(scroll.page)
        self._lay_out(scroll)
        self._connect()
        self._show_armed()

    @override
    def show_session(self, state: SessionState) -> None:
        self._session = state
        self._show_armed()

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        self._picture = picture
        if before is None or before.frame is not picture.frame:
            self._controls.show_samples(len(picture.frame.data.probe))
            self._menu.show_training(picture.frame.step, picture.frame.held)
            self._foot.show_frame(picture.frame)
            self._show_armed()
        if (
            before is None
            or before.session != picture.session
            or _reading_of(before) is not _reading_of(picture)
            or before.frame.edit_number != picture.frame.edit_number
        ):
            self._show_reading(picture)

    @override
    def clear(self) -> None:
        self._picture = None
        self._foot.show_frame(None)
        self._show_numbers(None)
        self._tell_note(demon_words.NO_DEMON)

    def _show_armed(self) -> None:
        """Show the controls of a demon, or what could be armed."""
        demon = self._session.demon
        self._armed.setVisible(demon is not None)
        self._invitation.setVisible(demon is None)
        self._invitation.show_neuron(self._session.primary)
        self._foot.setVisible(demon is not None or self._foot.is_held)
        reading = None if self._picture is None else _reading_of(self._picture)
        self._menu.show_demon(demon, step=None if reading is None else reading.step)
        if demon is not None:
            self._controls.show_demon(demon)
        else:
            self._show_numbers(None)
            self._tell_note(demon_words.NO_DEMON)

    def _show_reading(self, picture: Picture) -> None:
        reading, demon = _reading_of(picture), picture.session.demon
        self._show_numbers(reading)
        self._show_pinned(demon is not None and not demon.follow)
        if demon is None or reading is None:
            return
        self._menu.show_demon(self._session.demon or demon, step=reading.step)
        self._controls.show_demon(self._session.demon or demon)
        self._controls.show_delta(reading.delta)
        self._where = demon_words.place(reading, source=picture.session.source)
        self._show_place()
        self._whose.show_whose(
            fixed_samples(len(picture.frame.data.probe)) if reading.whole_batch else THIS_SAMPLE
        )
        self._tell_note(demon_words.title(demon, picture.frame))

    def _show_pinned(self, pinned: bool) -> None:
        """Grey what is of another step than everything else on screen."""
        self._readout.show_pinned(pinned)
        self._curve.show_pinned(pinned)

    def _show_place(self) -> None:
        self._place.setText(self._under_mouse or self._where)

    @guard
    def _on_curve_hovered(self, text: str) -> None:
        self._under_mouse = text
        self._show_place()

    def _show_numbers(self, reading: DemonReading | None) -> None:
        self._curve.show_reading(reading)
        self._readout.show_reading(reading)
        self._foot.show_reading(reading)

    def _lay_out(self, scroll: PanelScroll) -> None:
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._place, 1)
        first.addWidget(self._whose)
        armed = QVBoxLayout(self._armed)
        armed.setContentsMargins(0, 0, 0, 0)
        armed.setSpacing(4)
        armed.addLayout(first)
        armed.addWidget(self._curve, 1)
        armed.addWidget(self._readout)
        armed.addWidget(self._controls)
        layout = QVBoxLayout(scroll.page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._armed, 1)
        layout.addWidget(self._invitation)
        layout.addWidget(self._foot)
        self.setMinimumWidth(_NARROWEST)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _connect(self) -> None:
        for part in (self._controls, self._curve, self._invitation, self._menu):
            part.act_requested.connect(self.act_requested)
        self._curve.hovered.connect(self._on_curve_hovered)
        self._menu.edit_requested.connect(self.edit_requested)
        self._foot.edit_requested.connect(self.edit_requested)

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        room = event.size().width() - self._scroll.verticalScrollBar().sizeHint().width()
        self._readout.set_narrow(room < _GAP_BESIDE_FROM)
        self._controls.set_room(room)
        self._foot.set_room(room)
        super().resizeEvent(event)


def _reading_of(picture: Picture) -> DemonReading | None:
    """What the demon does, on the step shown or on the one that it is pinned to."""
    return picture.demon or picture.pinned
