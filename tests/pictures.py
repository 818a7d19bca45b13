"""Pictures for the tests of views: what a view was shown last, with something else in it."""

from collections.abc import Callable, Generator
from dataclasses import replace
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from bpexplorer.core.evaluation import without_pauses
from bpexplorer.core.training.frame import Frame
from bpexplorer.document.picture import Picture, picture_questions
from bpexplorer.document.session import SessionState


class View(Protocol):
    """What is shown pictures."""

    def show_picture(self, picture: Picture, before: Picture | None) -> None: ...


_shown: "WeakKeyDictionary[Any, Picture]" = WeakKeyDictionary()
_sessions: "WeakKeyDictionary[Any, SessionState]" = WeakKeyDictionary()


def picture_of(frame: Frame, session: SessionState | None = None) -> Picture:
    """The picture of a frame and a session, with every reading that the window would have made for it."""
    session = session or SessionState()
    questions = picture_questions(frame, session)
    return Picture(frame, session, **{name: _answer(question) for name, question in questions.items()})  # type: ignore[arg-type]


def _answer(question: Callable[[], Any]) -> Any:
    answer = question()
    return without_pauses(answer) if isinstance(answer, Generator) else answer


def draw(
    view: View, frame: Frame | None = None, session: SessionState | None = None, **readings: Any
) -> Picture | None:
    """Show a view another frame or session, or both, as the window does; gives the picture.

    Before the first frame there is nothing to draw: then a view hears of the session only. ``readings`` stand in
    for those of the picture.
    """
    before = _shown.get(view)
    if session is not None:
        _sessions[view] = session
        if hasattr(view, "show_session"):
            view.show_session(session)
    if frame is None and before is None:
        return None
    picture = picture_of(frame or before.frame, _sessions.get(view))  # type: ignore[union-attr]
    picture = replace(picture, **readings)
    _shown[view] = picture
    view.show_picture(picture, before)
    return picture


def forget(view: View) -> None:
    """Let the next picture be the view's first, as after another project was opened."""
    _shown.pop(view, None)
