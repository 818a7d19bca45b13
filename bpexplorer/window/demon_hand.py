"""Keeps the demon where it was placed: on one frame, until it is told to follow; and asks what it does there."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from bpexplorer.core.frame import Frame, RunState
from bpexplorer.core.reading import read_demon
from bpexplorer.document.session import Demon, Scope, Session, SessionState
from bpexplorer.guard import guard
from bpexplorer.live.asker import Asker


class DemonHand(QObject):
    """Turns the session's demon and the frames into readings."""

    #: DemonReading, or None when the demon is let go.
    reading_changed = Signal(object)

    def __init__(self, session: Session, asker: Asker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._asker = session, asker
        self._newest: Frame | None = None
        self._held: Frame | None = None
        session.changed.connect(self._on_session_changed)

    @property
    def step(self) -> int | None:
        """The step of the frame that the demon stands on."""
        return self._held.step if self._held is not None and self._session.state.demon is not None else None

    def show_frame(self, frame: Frame) -> None:
        """Take the newest frame; the demon moves on to it if it follows, or if its own frame is of the past."""
        self._newest = frame
        demon = self._session.state.demon
        if demon is None:
            return
        if demon.follow or self._is_of_the_past(frame):
            self._hold(demon)

    def renew(self, frame: Frame) -> None:
        """Move the demon on to this frame."""
        self._newest = frame
        demon = self._session.state.demon
        if demon is not None:
            self._hold(demon)

    def _is_of_the_past(self, frame: Frame) -> bool:
        """Whether the network that the demon stands on is no longer the one that is trained."""
        held = self._held
        if held is None or held.run != frame.run or held.spec != frame.spec:
            return True
        edited_at_rest = held.edit != frame.edit and frame.state is not RunState.PLAYING
        return edited_at_rest

    def _hold(self, demon: Demon) -> None:
        self._held = self._newest
        self._ask(demon)

    def _ask(self, demon: Demon) -> None:
        frame, sample = self._held, self._session.state.sample
        if frame is None or not frame.spec.has(demon.neuron) or sample >= len(frame.data.probe):
            return
        question = partial(
            read_demon,
            frame.trained_network,
            frame.data,
            cost=frame.config.cost,
            sample=sample,
            neuron=demon.neuron,
            dz=demon.dz,
            whole_batch=demon.scope is Scope.BATCH,
            step=frame.step,
        )
        self._asker.ask(question, then=self._take)

    @guard
    def _on_session_changed(self, new: SessionState, old: SessionState) -> None:
        demon = new.demon
        if demon is None:
            if old.demon is not None:
                self._held = None
                self.reading_changed.emit(None)
            return
        placed_anew = old.demon is None or old.demon.neuron != demon.neuron or demon.follow
        if placed_anew:
            self._hold(demon)
        elif demon != old.demon or new.sample != old.sample:
            self._ask(demon)

    def _take(self, answer: object) -> None:
        if self._session.state.demon is not None:
            self.reading_changed.emit(answer)
