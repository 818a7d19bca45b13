"""The bar that says, in other workspaces, that a lesson is being played, and leads back to it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from bpexplorer.look import fonts, numbers
from bpexplorer.look.stylesheet import PADDING, set_role
from bpexplorer.look.tooltips import wrapped
from bpexplorer.translation import tr

if TYPE_CHECKING:
    from bpexplorer.lessons.player import Play

_HEIGHT = 28


class LessonBar(QWidget):
    """One line with one button."""

    back_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("lesson_bar")
        self.setAccessibleName(tr("Lesson"))
        self._words = QLabel(self)
        self._words.setObjectName("lesson_bar_words")
        back = QPushButton(tr("Back to it"), self)
        back.setObjectName("lesson_bar_back")
        back.setAccessibleName(tr("Back to the lesson"))
        back.setToolTip(wrapped(tr("Show the workspace Learn, where the lesson goes on.")))
        back.clicked.connect(self.back_requested)
        set_role(back, "link")
        line = QHBoxLayout(self)
        line.setContentsMargins(PADDING + 4, 0, PADDING, 0)
        line.setSpacing(PADDING)
        line.addWidget(self._words)
        line.addWidget(back)
        line.addStretch(1)
        self.setFixedHeight(round(_HEIGHT * max(1.0, fonts.dpi_scale())))

    def show_play(self, play: "Play | None") -> None:
        """Say at which card the lesson is; None: there is none to go back to."""
        if play is not None:
            at, count = numbers.count(play.at + 1), numbers.count(play.count)
            self._words.setText(tr("Lesson: card {at} of {count}", at=at, count=count))
        self.setVisible(play is not None)
