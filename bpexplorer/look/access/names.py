"""What controls are called for assistive technology, apart from what they hold."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QComboBox, QLabel
from typing_extensions import override

from bpexplorer.guard import guard


def name_choice(box: QComboBox, name: str) -> None:
    """Call a choice that has no label beside it.

    Qt on Linux takes the choice itself for the name, and says what a box is for by the label beside it. So it gets
    one that isn't shown.
    """
    box.setAccessibleName(name)
    label = next((each for each in _labels_beside(box) if each.buddy() is box), None) or _UnseenLabel(box)
    label.setText(name)


def _labels_beside(box: QComboBox) -> list["_UnseenLabel"]:
    around = box.parentWidget()
    return [] if around is None else [each for each in around.children() if isinstance(each, _UnseenLabel)]


class _UnseenLabel(QLabel):
    """Stands beside a box for those who hear it, wherever that is moved."""

    def __init__(self, box: QComboBox) -> None:
        super().__init__(box.parentWidget())
        self.hide()
        self.setBuddy(box)
        box.installEventFilter(self)

    @override
    @guard(returns=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ParentChange and isinstance(watched, QComboBox):
            self.setParent(watched.parentWidget())
        return super().eventFilter(watched, event)
