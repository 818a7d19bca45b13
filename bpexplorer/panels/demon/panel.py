"""The demon panel: Δz on one neuron, the change of cost that δ·Δz predicts, and the change that happens."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.readings.demon import DemonReading
from bpexplorer.core.training_data import TrainingData
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import SessionState
from bpexplorer.guard import guard
from bpexplorer.look import numbers
from bpexplorer.look.access.speech import announce
from bpexplorer.look.samples import part_sample
from bpexplorer.look.widgets import Caption
from bpexplorer.look.widgets.pill import THIS_SAMPLE, Pill, Whose, fixed_samples
from bpexplorer.look.widgets.scrolling import PanelScroll
from bpexplorer.panels.demon import words as demon_words
from bpexplorer.panels.demon.activation_picture import ActivationPicture
from bpexplorer.panels.demon.controls import DemonControls
from bpexplorer.panels.demon.curve import DemonCurve
from bpexplorer.panels.demon.foot import DemonFoot
from bpexplorer.panels.demon.menu import DemonMenu
from bpexplorer.panels.demon.numbers import DemonInvitation, DemonNumbers
from bpexplorer.panels.panel import Content, Panel
from bpexplorer.project.table_csv import ValueTable
from bpexplorer.translation import tr

#: From this width on the pill has its words.
_WITH_WORDS = 270
#: Qt's QWIDGETSIZE_MAX, which PySide6 doesn't name.
_ANY_WIDTH = (1 << 24) - 1
_NARROWEST = 216
#: The pictures' place in the column: below the line that says where the demon is.
_BELOW_HEAD = 1


class DemonPanel(Panel):
    """Shows a reading of the demon, and asks for another Δz, scope or step, or to be without it.

    Its controls follow the demon's settings at once, and its numbers are those of the picture.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("demon_panel", tr("Demon"), parent)
        self._session = SessionState()
        self._picture: Picture | None = None
        #: Where the demon is; what the mouse reads off the curve stands there meanwhile.
        self._where = self._under_mouse = ""
        self._scroll = scroll = PanelScroll(self, name="demon_scroll")
        page = scroll.page
        self._head = QWidget(page)
        self._place = Caption("", self._head)
        self._place.setObjectName("demon_place")
        self._place.setAccessibleName(tr("Where the demon is, and of which step its numbers are"))
        self._place.setToolTip(tr("Where the demon is, and of which step its numbers are."))
        self._whose = Pill(parent=self._head)
        self._whose.setObjectName("demon_whose")
        self._pictures = QWidget(page)
        self._curve = DemonCurve(self._pictures)
        self._activation = ActivationPicture(self._pictures)
        self._readout = DemonNumbers(page)
        self._menu = DemonMenu(self)
        self.menu_actions = self._menu.entries
        self._controls = DemonControls(self._readout, page)
        self._invitation = DemonInvitation(page)
        self._foot = DemonFoot(page)
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
            if before is not None and before.session.demon != picture.session.demon:
                self._say_reading(_reading_of(picture))

    def _say_reading(self, reading: DemonReading | None) -> None:
        """Say what the user's act has come to; what training makes of it goes on in silence."""
        if reading is not None:
            announce(self, f"Δz {numbers.signed(reading.dz).strip()}. {self._foot.words}")

    @override
    def content(self) -> Content:
        reading = None if self._picture is None else _reading_of(self._picture)
        if reading is None:
            return Content(tables=())
        row = (reading.dz, reading.delta, reading.predicted, reading.actual, reading.gap)
        points = zip(reading.curve_dz.tolist(), reading.curve_cost.tolist(), strict=True)
        return Content(
            tables=(
                ValueTable(tr("Demon"), ("Δz", "δ", tr("predicted δ·Δz"), tr("actual ΔC"), "gap"), (row,)),
                ValueTable("C(z + Δz)", ("Δz", "C"), tuple(points)),
            )
        )

    @override
    def clear(self) -> None:
        self._picture = None
        self._foot.show_frame(None)
        self._show_numbers(None)
        self._tell_note(demon_words.NO_DEMON)

    def _show_armed(self) -> None:
        """Show the controls of a demon, or what could be armed."""
        demon = self._session.demon
        for part in (self._head, self._pictures, self._controls):
            part.setVisible(demon is not None)
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
        self._show_numbers(reading, picture.frame.data)
        self._show_pinned(demon is not None and not demon.follow)
        if demon is None or reading is None:
            return
        self._menu.show_demon(self._session.demon or demon, step=reading.step)
        self._controls.show_demon(self._session.demon or demon)
        self._controls.show_delta(reading.delta)
        self._where = demon_words.place(reading, source=picture.session.source)
        self._show_place()
        self._whose.show_whose(_whose(reading, len(picture.frame.data.probe)))
        self._tell_note(demon_words.title(demon, picture.frame))

    def _show_pinned(self, pinned: bool) -> None:
        """Grey what is of another step than everything else on screen."""
        self._readout.show_pinned(pinned)
        self._curve.show_pinned(pinned)
        self._activation.show_pinned(pinned)

    def _show_place(self) -> None:
        self._place.setText(self._under_mouse or self._where)

    @guard
    def _on_words_followed(self) -> None:
        self.dock_requested.emit("dock_origin")

    @guard
    def _on_curve_hovered(self, text: str) -> None:
        self._under_mouse = text
        self._show_place()

    def _show_numbers(self, reading: DemonReading | None, data: TrainingData | None = None) -> None:
        self._curve.show_reading(reading)
        self._activation.show_reading(reading, None if reading is None else _whose_sample(reading))
        self._readout.show_reading(reading)
        self._foot.show_reading(reading, data)

    def _lay_out(self, scroll: PanelScroll) -> None:
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(self._place, 1)
        head.addWidget(self._whose)
        self._column = QVBoxLayout(scroll.page)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        for part in (self._head, self._controls, self._invitation, self._foot):
            self._column.addWidget(part)
        pictures = QHBoxLayout(self._pictures)
        pictures.setContentsMargins(0, 0, 0, 0)
        pictures.setSpacing(8)
        pictures.addWidget(self._curve, 1)
        pictures.addWidget(self._activation)
        self._column.insertWidget(_BELOW_HEAD, self._pictures, 1)
        self.setMinimumWidth(_NARROWEST)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _set_room(self, width: int) -> None:
        """Arrange all parts for this width."""
        for part in (self._readout, self._controls, self._foot):
            part.set_room(width)
        # Where its words would take the room of the step, the mark of the pill is enough.
        least = self._whose.minimumSizeHint().width()
        self._whose.setMaximumWidth(least if width < _WITH_WORDS else _ANY_WIDTH)

    def _least_height(self) -> int:
        """What all of a demon needs, with pictures of their least height."""
        parts = (self._head, self._pictures, self._controls, self._foot)
        return sum(_least_height(part) for part in parts) + self._column.spacing() * (len(parts) - 1)

    def _connect(self) -> None:
        for part in (self._controls, self._curve, self._invitation, self._menu):
            part.act_requested.connect(self.act_requested)
        self._curve.hovered.connect(self._on_curve_hovered)
        self._menu.edit_requested.connect(self.edit_requested)
        self._foot.edit_requested.connect(self.edit_requested)
        self._foot.followed.connect(self._on_words_followed)

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        width, height = event.size().width(), event.size().height()
        self._set_room(width)
        if height < self._least_height():  # it scrolls
            self._set_room(width - self._scroll.verticalScrollBar().sizeHint().width())
        super().resizeEvent(event)


def _reading_of(picture: Picture) -> DemonReading | None:
    """What the demon does, on the step shown or on the one that it is pinned to."""
    return picture.demon or picture.pinned


def _whose(reading: DemonReading, fixed: int) -> Whose:
    """Whose C the demon changes; one that isn't among the fixed samples is named."""
    if reading.whole_batch:
        return fixed_samples(fixed)
    return _whose_sample(reading)


def _whose_sample(reading: DemonReading) -> Whose:
    """The one sample whose neurons the demon changes, whatever the cost is of."""
    return THIS_SAMPLE if reading.part is None else Whose(part_sample(reading.part, reading.sample))


def _least_height(part: QWidget) -> int:
    return max(part.minimumSizeHint().height(), part.minimumHeight())
