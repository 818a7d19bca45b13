"""What the status bar says: what the program is doing, and how fast."""

import math

from PySide6.QtWidgets import QLabel, QStatusBar

from bpexplorer.core.training.frame import Frame, RunState
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import SessionState
from bpexplorer.look import numbers, phases
from bpexplorer.look.access.speech import announce
from bpexplorer.look.stylesheet import PADDING, set_role
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.widgets.labels import Caption
from bpexplorer.translation import tr

#: Seconds.
WORTH_SAYING = 2.0


class StatusLine:
    """The labels of the status bar: what goes on, also with the engine, and the speed."""

    def __init__(self, bar: QStatusBar) -> None:
        self._activity, self._notice, self._speed = Caption("", bar), QLabel(bar), QLabel(bar)
        self._activity.setObjectName("status_activity")
        self._speed.setObjectName("status_speed")
        self._activity.setToolTip(
            tr("What goes on: whether the network trains, and what is tested or pinned.")
        )
        self._speed.setToolTip(
            tr(
                "Steps a second, while training; what makes the steps, and the type of numbers it computes in."
            )
        )
        #: How the run goes, of a paused one with its step: what was said last.
        self._run: tuple[RunState, int | None] | None = None
        #: What goes on, and what is added about a save that takes a while.
        self._said = self._saving = ""
        bar.setSizeGripEnabled(False)
        bar.addWidget(self._activity, 1)
        self._engine: str | None = None
        self._notice.setObjectName("status_notice")
        for label in (self._notice, self._speed):
            set_role(label, "secondary")
        bar.addPermanentWidget(self._notice)
        bar.addPermanentWidget(self._speed)
        bar.setContentsMargins(PADDING, 0, PADDING, 0)

    def note_engine(self, text: str, explanation: str = "") -> None:
        """Say what goes on with the engine, until another one makes the steps; the tooltip has the whole of it."""
        self._notice.setText(text)
        self._notice.setToolTip(wrapped(explanation))

    def note_saving(self, name: str, done: float) -> None:
        """Say how far a save is; nothing once it is over."""
        self._saving = (
            ""
            if done >= 1.0
            else tr(" · saving {name}, {done}", name=name, done=numbers.percent(done, decimals=0).strip())
        )
        self._activity.setText(self._said + self._saving)

    def show(
        self, picture: Picture | None, session: SessionState, *, pending: bool, seconds_behind: float = 0.0
    ) -> None:
        """Say what goes on.

        Parameters
        ----------
        pending : bool
            Whether an edit hasn't reached the frame yet.
        seconds_behind : float
            For how long there has been something that a crash would take.
        """
        frame = None if picture is None else picture.frame
        if frame is not None and frame.engine != self._engine:
            if self._engine is not None:
                self.note_engine("")
            self._engine = frame.engine
        self._said = activity(frame, session, pending=pending) + behind(seconds_behind)
        self._activity.setText(self._said + self._saving)
        self._speed.setText(speed(frame))
        if frame is not None and not pending:
            self._say_run(frame)

    def _say_run(self, frame: Frame) -> None:
        """Say that training has begun or paused, and where; its steps go on in silence."""
        run = frame.state, None if frame.state is RunState.PLAYING else frame.step
        before, self._run = self._run, run
        if before is not None and run != before:
            announce(self._activity, run_words(frame))


def activity(frame: Frame | None, session: SessionState, *, pending: bool) -> str:
    """One line about what is going on."""
    if frame is None:
        return tr("Starting")
    if pending:
        return tr("Applying the change…")
    text = run_words(frame)
    if frame.held is not None:
        text += tr(
            " with Δz = {dz} on {neuron}", dz=numbers.signed(frame.held.dz).strip(), neuron=frame.held.neuron
        )
    demon, walk = session.demon, session.walk
    if walk is not None and not walk.is_taken:
        text += " · " + tr(
            "phase {phase} of the next step: nothing has changed yet, Esc goes back to the first phase",
            phase=phases.title(walk.phase),
        )
    if demon is None:
        return text
    pinned = (
        "" if demon.pin is None else tr(", pinned to step {step}", step=numbers.count(demon.pin.frame.step))
    )
    # Training does change a network by the Δz that it includes.
    if frame.held is not None:
        unchanged = ""
    elif frame.state is RunState.PLAYING:
        unchanged = tr(", training goes on without its Δz")
    else:
        unchanged = tr(", the network is not changed")
    return tr(
        "{text} · Demon on {neuron}{pinned}: a test only{unchanged}",
        text=text,
        neuron=demon.neuron,
        pinned=pinned,
        unchanged=unchanged,
    )


def run_words(frame: Frame) -> str:
    """How the run goes."""
    return {
        RunState.PLAYING: tr("Training"),
        RunState.PAUSED: tr("Paused at step {step}", step=numbers.count(frame.step)),
        RunState.DIVERGED: tr("Stopped at step {step}: training diverged", step=numbers.count(frame.step)),
        RunState.FAILED: tr("Stopped because of an internal error; you can still save"),
    }[frame.state]


def behind(seconds: float) -> str:
    """How far what is kept for the case of a crash is behind, where that is more than two seconds."""
    if seconds <= WORTH_SAYING:
        return ""
    return tr(" · autosave up to {whole} s behind", whole=numbers.count(math.ceil(seconds)))


def speed(frame: Frame | None) -> str:
    """Steps per second, and what makes them."""
    if frame is None:
        return ""
    engine = frame.engine
    if frame.state is not RunState.PLAYING or not frame.steps_per_second:
        return engine
    return tr(
        "{steps_per_second} steps/s · {engine}",
        steps_per_second=numbers.count(round(frame.steps_per_second)),
        engine=engine,
    )
