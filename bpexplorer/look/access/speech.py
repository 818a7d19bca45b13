"""What is said aloud: what the user's own act has changed, calmly, and in words that every voice can say."""

import re

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QWidget

from bpexplorer.look import numbers
from bpexplorer.translation import tr


class Announcer(QObject):
    """Says sentences, and tells what it says."""

    #: The words, as they are said.
    said = Signal(str)

    def say(self, about: QWidget, text: str, *, at_once: bool = False) -> None:
        """Say a text of a widget; ``at_once``, for what can't wait, it breaks off what is being said."""
        words = aloud(text)
        if not words:
            return
        event = QAccessibleAnnouncementEvent(about, words)
        if at_once:
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)
        self.said.emit(words)


def announcer() -> Announcer:
    """Give the one of this application; it lives as long as the application does."""
    app = QApplication.instance()
    if app is None:
        raise RuntimeError("there is no application yet")
    return app.findChild(Announcer) or Announcer(app)


def announce(about: QWidget, text: str, *, at_once: bool = False) -> None:
    """Say a text of a widget. Never call it for each step of training."""
    announcer().say(about, text, at_once=at_once)


def aloud(text: str) -> str:
    """Write what is shown for a voice: a minus and powers of ten as words, since many voices leave the signs out."""
    text = re.sub(
        rf"(×?)10([{_SUPERSCRIPTS}]+)",
        lambda found: (
            f"{' times ' if found[1] else ''}10 to the power of {found[2].translate(_FROM_SUPERSCRIPT)}"
        ),
        text,
    )
    text = re.sub(rf"{numbers.MINUS}(?=\d)", "minus ", text)
    return re.sub(r"\s+", " ", text.replace(" · ", ", ")).strip()


def delta_words(delta: float) -> str:
    """Say a δ, and what it means: ``δ +0.269, raising z raises C``."""
    text = numbers.signed(delta, decimals=3).strip()
    if delta == 0.0 or delta != delta:
        return f"δ {text}"
    if delta > 0.0:
        return tr("δ {delta}, raising z raises C", delta=text)
    return tr("δ {delta}, raising z lowers C", delta=text)


_SUPERSCRIPTS = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
_FROM_SUPERSCRIPT = str.maketrans(_SUPERSCRIPTS, f"{numbers.MINUS}0123456789")
