"""Says when widgets have been painted."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget
from typing_extensions import override


class Painted(QObject):
    """Calls back once when each of some widgets, or something in it, has been painted with its condition true.

    A paint event is seen before it is handled, so the call comes from the event loop, after it.
    """

    def __init__(
        self, conditions: dict[QWidget, Callable[[], bool]], then: Callable[[], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._waiting, self._then = dict(conditions), then
        #: What somebody waits for, by what is in it.
        self._whole: dict[QObject, QWidget] = {}
        for widget in conditions:
            for each in (widget, *widget.findChildren(QWidget)):
                self._whole[each] = widget
                each.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        whole = self._whole.get(watched) if event.type() is QEvent.Type.Paint else None
        if whole in self._waiting and self._waiting[whole]():
            del self._waiting[whole]
            if not self._waiting:
                QTimer.singleShot(0, self, self._then)
        return False
