"""What an act is."""

from abc import ABC, abstractmethod

from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.frame import Frame
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import Session, SessionState


class ActRefusedError(BpExplorerError):
    """An act that can't be carried out now; its text says why."""

    is_notice = True


class Act(ABC):
    """Something that the user asks for."""

    __slots__ = ()

    def refusal(self, spec: NetworkSpec, state: SessionState, frame: Frame | None) -> str | None:
        """Why it can't be done now, in a sentence; None if it can, as far as is known. ``frame`` is one of ``spec``."""
        return None

    def carry_out(self, document: NetworkDocument, picture: Picture | None) -> None:
        """Do it. ``picture`` is what is on screen.

        Raises
        ------
        ActRefusedError
            It can't be done now. Nothing has changed then.
        """
        frame = None if picture is None or picture.frame.edit_number != document.posted else picture.frame
        reason = self.refusal(document.plan.spec, document.session.state, frame)
        if reason is not None:
            raise ActRefusedError(reason)
        self.on_document(document, picture)

    @abstractmethod
    def on_document(self, document: NetworkDocument, picture: Picture | None) -> None:
        """What it means."""


class SessionAct(Act):
    """An act that changes only what is looked at and held. It can't be undone, and needs not be."""

    __slots__ = ()

    def on_document(self, document: NetworkDocument, picture: Picture | None) -> None:
        self.on_session(document.session, picture)

    @abstractmethod
    def on_session(self, session: Session, picture: Picture | None) -> None:
        """What it means."""
