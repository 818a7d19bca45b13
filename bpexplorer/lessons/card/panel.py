"""The panel of lessons: the card that is played, or the list of lessons."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from bpexplorer.lessons.card.choosing import ChoosingPage
from bpexplorer.lessons.card.page import CardPage
from bpexplorer.look.widgets.cards import Card
from bpexplorer.translation import tr


class LessonPanel(Card):
    """Holds both pages; one is seen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("lesson_panel")
        self.setAccessibleName(tr("Lesson"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.choosing, self.card = ChoosingPage(self), CardPage(self)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.choosing)
        self._pages.addWidget(self.card)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self._pages)

    def show_card(self, is_played: bool) -> None:
        """Show the card, or the list."""
        self._pages.setCurrentWidget(self.card if is_played else self.choosing)
