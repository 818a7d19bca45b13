"""What the window says: in its message bar, together with what can be done about it."""

from PySide6.QtCore import QObject

from bpexplorer.guard import Fault, guard
from bpexplorer.look.typing.notifier import typing_notifier
from bpexplorer.look.widgets.message_bar import MessageBar
from bpexplorer.window.commands.offers import Offer
from bpexplorer.window.commands.requests import ASKED


class Messages(QObject):
    """Says in a bar what was done, what can't be done and why, and what is offered."""

    def __init__(self, bar: MessageBar) -> None:
        super().__init__(bar)
        self._bar = bar
        typing_notifier().taken.connect(self._on_number_taken)

    @guard
    def say(self, text: str) -> None:
        """Say that something was done."""
        self._bar.show_message(text, about="done")

    @guard
    def complain(self, text: str) -> None:
        """Say that something can't be done, and why."""
        self._bar.show_message(text, kind="error")

    @guard
    def warn(self, text: str) -> None:
        """Say that something of the program itself doesn't work, whichever project is open."""
        self._bar.show_message(text, kind="error", is_of_program=True)

    @guard
    def offer(self, offer: Offer) -> None:
        """Say something together with what can be done about it."""
        self._bar.show_message(
            offer.text,
            kind=offer.kind,
            actions=offer.actions,
            about=offer.about,
            is_of_program=offer.is_of_program,
        )

    @guard
    def tell_fault(self, fault: Fault) -> None:
        """Say what went wrong; what the user has typed or asked for is told until that is mended."""
        about = fault.about or (ASKED if fault.by_user else "")
        self._bar.show_message(fault.text, kind="info" if fault.is_notice else "error", about=about)

    @guard
    def _on_number_taken(self, name: str) -> None:
        self._bar.close_about(name)
