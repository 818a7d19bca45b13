"""What stands below the canvas during a walk through one step: the way back and on, and what happens in the phase."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.canvas.chrome.phase_auto import PhaseAuto
from bpexplorer.canvas.chrome.turn import TurnRow
from bpexplorer.core.readings.phases.my_turn import ASKED, blanks
from bpexplorer.document.acts.walking import ShowWorkedOut
from bpexplorer.document.picture import Picture
from bpexplorer.document.walk import PhaseWalk
from bpexplorer.guard import guard
from bpexplorer.look import fonts, phases
from bpexplorer.look.access.speech import announce
from bpexplorer.look.stylesheet import PADDING, SPACING, set_role
from bpexplorer.look.tooltips import wrapped
from bpexplorer.translation import tr

if TYPE_CHECKING:  # read once a step is taken apart
    from bpexplorer.core.readings.update import Place

#: The actions that have a button, in this order; the last two take turns in one place.
PHASE_ACTIONS = ("action_phase_back", "action_phase_next", "action_phase_take")
_CAPTION_SIZE = 14.0
#: Room for so many lines of the caption, so that nothing moves from phase to phase.
_LINES = 2
_LINES_IF_NARROW = 3
#: In a narrower bar captions have more lines, and give way to fields.
_NARROW = 760


class PhaseBar(QWidget):
    """Back, next or taking the step, and the caption. It is there during a walk only.

    Parameters
    ----------
    actions : mapping
        Those of ``PHASE_ACTIONS``, by name.
    """

    act_requested = Signal(object)  # Act

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("phase_bar")
        self.setAccessibleName(tr("Phases of one step"))
        self._buttons = {name: self._button(name, actions[name]) for name in PHASE_ACTIONS}
        self.caption = QLabel(self)
        self.caption.setObjectName("phase_caption")
        self.caption.setTextFormat(Qt.TextFormat.PlainText)
        self.caption.setWordWrap(True)
        self.caption.setFont(fonts.text_font(_CAPTION_SIZE))
        self.caption.setMinimumHeight(_LINES * self.caption.fontMetrics().lineSpacing())
        self.caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(PADDING, 0, PADDING, SPACING)
        layout.setSpacing(SPACING)
        for button in self._buttons.values():
            layout.addWidget(button)
        self.auto = PhaseAuto(self)
        self.auto.act_requested.connect(self.act_requested)
        layout.addWidget(self.auto)
        layout.addSpacing(SPACING)
        self._walk: PhaseWalk | None = None
        self._turn = TurnRow(self)
        self._turn.hide()
        self._turn.finished.connect(self._on_turn_finished)
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(self.caption, 1)
        said.addWidget(self._turn)
        layout.addLayout(said, 1)
        onward = [self._buttons[name] for name in PHASE_ACTIONS[1:]]
        widest = max(each.sizeHint().width() for each in onward)
        for each in onward:
            each.setMinimumWidth(widest)
        self._buttons["action_phase_take"].hide()
        self.hide()

    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        """Say what happens in the phase that is shown, aloud, too, where the user has come to it."""
        walk = picture.session.walk
        self.auto.show_walk(walk)
        if walk is None:
            self.hide()
            return
        self._walk = walk
        shown = walk.reading, walk.phase, picture.row
        self._buttons["action_phase_take"].setVisible(walk.is_before_taking)
        self._buttons["action_phase_next"].setVisible(not walk.is_before_taking)
        text = " ".join((phases.caption(*shown), *phases.notes(*shown)[:1]))
        if text != self.caption.text():
            self.caption.setText(text)
            self.caption.setToolTip(wrapped("\n\n".join((phases.caption(*shown), *phases.notes(*shown)))))
        self.auto.setVisible(not walk.is_my_turn)  # nothing goes by itself then
        if walk.is_my_turn:
            self._ask(walk, picture)
        self._share_room()
        self.show()
        self._fill()
        if before is None or before.session.walk != walk:
            announce(self.caption, phases.spoken(*shown))

    def _ask(self, walk: PhaseWalk, picture: Picture) -> None:
        """Ask for what the phase hides of the selected neuron or connection."""
        phase, session = walk.phase, picture.session
        place: Place | None = session.primary
        if phase.has_gradient and session.connection is not None:
            place = session.connection
        asked = () if place is None else blanks(walk.reading, phase, place, picture.row)
        if phase.kind not in ASKED:
            about = tr("My turn: in this phase there is nothing to work out.")
        elif not walk.is_hidden:
            about = tr("All of this phase is shown.")
        elif asked:
            about = phases.asked_words(asked[0], picture.samples)
        else:
            about = tr("My turn: click a neuron of layer {layer}.", layer=phase.layer)
        self._turn.ask(asked, tuple(map(phases.asked_symbol, asked)), about, done=not walk.is_hidden)

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Where there isn't room for both, what a phase asks for stands in the place of its caption."""
        walk = self._walk
        is_my_turn = walk is not None and walk.is_my_turn
        asks = walk is not None and is_my_turn and walk.phase.kind in ASKED
        is_narrow = self.width() < round(_NARROW * fonts.dpi_scale())
        line = self.caption.fontMetrics().lineSpacing()
        # Beside the caption's lines there is always room for fields, so that nothing moves when they come.
        beside = 0 if is_narrow else self._turn.sizeHint().height()
        self.setMinimumHeight((_LINES_IF_NARROW if is_narrow else _LINES) * line + beside + SPACING)
        self.caption.setVisible(not (is_narrow and asks))
        self._turn.setVisible(asks or (is_my_turn and not is_narrow))

    def _fill(self) -> None:
        """Lay out in the height that there is, also where that was given while the bar was hidden: or what stands in it
        would move as the next phase comes."""
        layout = self.layout()
        if layout is not None and layout.geometry() != self.rect():
            layout.invalidate()
            layout.activate()

    @guard
    def _on_turn_finished(self) -> None:
        self.act_requested.emit(ShowWorkedOut())

    def _button(self, name: str, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setObjectName(f"button_{name}")
        button.setAccessibleName(action.text().replace("&", ""))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        if name != PHASE_ACTIONS[0]:
            set_role(button, "primary")
        return button
