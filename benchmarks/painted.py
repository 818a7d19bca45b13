"""Says when widgets have been painted."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget
from typing_extensions import override


class Painted(QObject):
    """Calls back once when each of some widgets has been painted with its condition true.

    A paint event is seen before it is handled, so the call comes from the event loop, after it.
    """

    def __init__(
        self, conditions: dict[QWidget, Callable[[], bool]], then: Callable[[], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._waiting, self._then = dict(conditions), then
        for widget in conditions:
            widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.Paint
            and isinstance(watched, QWidget)
            and watched in self._waiting
            and self._waiting[watched]()
        ):
            del self._waiting[watched]
            if not self._waiting:
                QTimer.singleShot(0, self, self._then)
        return False
