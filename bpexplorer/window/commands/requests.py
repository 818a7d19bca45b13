"""Where everything arrives that is asked for: an edit goes to the document, an act is carried out."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from bpexplorer.core.edits.base import Edit
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.document.acts.base import Act
from bpexplorer.document.acts.looking import Escape, PointAt
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.document.picture import Picture
from bpexplorer.guard import guard
from bpexplorer.look.widgets.message_bar import MessageBar
from bpexplorer.translation import tr

#: What a refusal of an act or edit is about: it leaves with the next one that is carried out.
ASKED = tr("what was asked for")


class Requests(QObject):
    """One slot for edits and one for acts. What can't be done comes out as a sentence, by the guard's reporter."""

    #: What was asked for isn't: what is shown must be what is.
    refused = Signal()
    #: What kind of edit or act is asked for, by name.
    asked = Signal(str)

    def __init__(
        self,
        document: NetworkDocument,
        newest_picture: Callable[[], Picture | None],
        messages: MessageBar,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document, self._newest_picture, self._messages = document, newest_picture, messages

    @guard
    def take_edit(self, edit: Edit) -> None:
        """Make an edit; where it would begin training anew, it waits until it is applied."""
        self.asked.emit(type(edit).__name__)
        if self._document.restart_reason(edit) is None:
            self._document.request(edit)
            self._messages.close_about(ASKED)
        else:
            self._document.pending.choose_edit(edit)
            self.refused.emit()  # it isn't made yet: what is shown must be what is

    @guard
    def take_act(self, act: Act) -> None:
        """Carry an act out; what Esc lets go of first is a message."""
        if isinstance(act, PointAt):  # a hand that moves over things has asked for nothing
            act.carry_out(self._document, self._newest_picture())
            return
        self.asked.emit(type(act).__name__)
        if isinstance(act, Escape) and self._messages.text():
            self._messages.close_message()
            return
        try:
            act.carry_out(self._document, self._newest_picture())
        except BpExplorerError:
            self.refused.emit()
            raise
        self._messages.close_about(ASKED)
