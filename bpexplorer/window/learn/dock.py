"""The dock of the lesson: it stays where its workspace has it, and is drawn as a card by what is in it."""

from PySide6.QtWidgets import QDockWidget, QWidget

from bpexplorer.translation import tr
from bpexplorer.window.workspaces import LESSON

#: In logical pixels.
LEAST_WIDTH = 288


class LessonDock(QDockWidget):
    """Empty until a lesson is looked for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Lesson"), parent)
        self.setObjectName(LESSON)
        self.setAccessibleName(tr("Lesson"))
        self.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        self.setTitleBarWidget(QWidget(self))

    def set_body(self, body: QWidget) -> None:
        """Show this."""
        body.setMinimumWidth(LEAST_WIDTH)
        self.setWidget(body)
