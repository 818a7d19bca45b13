"""The demon panel: Δz on one neuron, the change of cost that δ·Δz predicts, and the change that happens."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.readings.demon import DemonReading
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import SessionState
from bpexplorer.guard import guard
from bpexplorer.look.scrolling import PanelScroll
from bpexplorer.look.stylesheet import set_role
from bpexplorer.panels.demon import words as demon_words
from bpexplorer.panels.demon.controls import DemonControls
from bpexplorer.panels.demon.curve import DemonCurve
from bpexplorer.panels.demon.hold import DemonHold
from bpexplorer.panels.demon.numbers import DemonInvitation, DemonNumbers
from bpexplorer.panels.panel import Panel

#: Narrower than this, the numbers stand above the curve instead of beside it; still narrower, in a column there.
_BESIDE_FROM = 330
_ROW_FROM = 228
_NARROWEST = 216
#: Narrower than this, the buttons stand in two rows.
_BUTTONS_BESIDE_FROM = 360


class DemonPanel(Panel):
    """Shows a reading of the demon, and asks for another Δz, scope or frame, or to let go.

    Its controls follow the demon's settings at once, and its numbers are those of the picture.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("demon_panel", "Demon", parent)
        self._session = SessionState()
        self._picture: Picture | None = None
        scroll = PanelScroll(self, name="demon_scroll")
        self._armed = QWidget(scroll.page)
        self._readout = DemonNumbers(self._armed)
        self._curve = DemonCurve(self._armed)
        self._controls = DemonControls(self._armed)
        self._words = QLabel(self._armed)
        self._words.setObjectName("demon_words")
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self._words, "secondary")
        self._invitation = DemonInvitation(scroll.page)
        self._hold = DemonHold(scroll.page)
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
            self._controls.show_newest(picture.frame.step, len(picture.frame.data.probe))
            self._hold.show_frame(picture.frame)
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
        self._show_numbers(None)
        self._tell_note("no demon")

    def _show_armed(self) -> None:
        """Show the controls of a demon, or what could be armed."""
        demon = self._session.demon
        self._armed.setVisible(demon is not None)
        self._invitation.setVisible(demon is None)
        self._invitation.show_neuron(self._session.primary)
        self._hold.show_demon(demon)
        if demon is not None:
            reading = None if self._picture is None else _reading_of(self._picture)
            self._controls.show_demon(demon, step=None if reading is None else reading.step)
        if demon is None:
            self._show_numbers(None)
            self._tell_note("no demon")

    def _show_reading(self, picture: Picture) -> None:
        reading, demon = _reading_of(picture), picture.session.demon
        self._show_numbers(reading)
        self._show_pinned(demon is not None and not demon.follow)
        if demon is None or reading is None:
            return
        self._controls.show_demon(self._session.demon or demon, step=reading.step)
        self._controls.show_delta(reading.delta)
        size = len(picture.frame.data.probe)
        note = demon_words.title(reading, probe_size=size, source=picture.session.source)
        self._tell_note(note + demon_words.pinned(demon.pin, picture.frame))

    def _show_pinned(self, pinned: bool) -> None:
        """Grey what is of another step than everything else on screen."""
        self._readout.show_pinned(pinned)
        self._curve.show_pinned(pinned)

    def _show_numbers(self, reading: DemonReading | None) -> None:
        self._curve.show_reading(reading)
        self._readout.show_reading(reading)
        self._words.setText(demon_words.verdict(reading) if reading else "")

    def _lay_out(self, scroll: PanelScroll) -> None:
        self._curve_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._curve_row.setSpacing(8)
        self._curve_row.addWidget(self._curve, 1)
        self._curve_row.addWidget(self._readout)
        armed = QVBoxLayout(self._armed)
        armed.setContentsMargins(0, 0, 0, 0)
        armed.setSpacing(6)
        armed.addLayout(self._curve_row, 1)
        armed.addWidget(self._controls)
        armed.addWidget(self._words)
        layout = QVBoxLayout(scroll.page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._armed, 1)
        layout.addWidget(self._invitation)
        layout.addWidget(self._hold)
        self.setMinimumWidth(_NARROWEST)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _connect(self) -> None:
        for part in (self._controls, self._curve, self._invitation):
            part.act_requested.connect(self.act_requested)
        self._hold.edit_requested.connect(self.edit_requested)

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        width = event.size().width()
        is_beside = width >= _BESIDE_FROM
        self._curve_row.setDirection(
            QBoxLayout.Direction.LeftToRight if is_beside else QBoxLayout.Direction.BottomToTop
        )
        self._readout.set_upright(is_beside or width < _ROW_FROM)
        self._controls.set_wide(width >= _BUTTONS_BESIDE_FROM)
        super().resizeEvent(event)


def _reading_of(picture: Picture) -> DemonReading | None:
    """What the demon does, on the step shown or on the one that it is pinned to."""
    return picture.demon or picture.pinned
