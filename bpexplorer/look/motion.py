"""Whether things move on the screen: what moves explains, and who doesn't want it sees its end at once."""

from PySide6.QtWidgets import QApplication, QStyle

_is_reduced = False


def reduce_motion(reduced: bool) -> None:
    """Let nothing move any more, or again; for the whole process."""
    global _is_reduced
    _is_reduced = reduced


def moves() -> bool:
    """Whether what explains by moving may move: unless the user, or the desktop, wants it otherwise."""
    return _desktop_moves() and not _is_reduced


def _desktop_moves() -> bool:
    style = QApplication.style()
    return style is None or style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0
