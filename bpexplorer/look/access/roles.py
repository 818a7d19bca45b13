"""What our own painted widgets are for assistive technology, and what they hold."""

from typing import Any

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look.access.speech import aloud


class Spoken:
    """Mixed into a widget of which Qt doesn't know what it is, or what it holds."""

    #: What it is.
    accessible_role = QAccessible.Role.Graphic

    def spoken(self) -> str:
        """What it holds now, in words, which are said after its name; of cells that is the current one."""
        return ""


class _Interface(QAccessibleWidget):
    def __init__(self, widget: Any) -> None:
        super().__init__(widget, widget.accessible_role)
        self._widget = widget

    @override
    @guard(returns="")
    def text(self, t: QAccessible.Text) -> str:
        text = super().text(t)
        if t not in (QAccessible.Text.Name, QAccessible.Text.Value):
            return text
        words = aloud(self._widget.spoken())
        # No platform asks for the value of what isn't a slider, a field or a bar.
        return ": ".join(filter(None, (text, words))) if t is QAccessible.Text.Name else words


@guard(returns=None)
def _interface(_class_name: str, thing: object) -> QAccessibleInterface | None:
    return _Interface(thing) if isinstance(thing, Spoken) else None


def tell_roles() -> None:
    """From now on Qt asks here what widgets are; once a process."""
    global _told
    if not _told:
        QAccessible.installFactory(_interface)
        _told = True


_told = False
