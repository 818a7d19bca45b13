"""The list of lessons: what the workspace Learn shows while none is played."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from bpexplorer.guard import guard
from bpexplorer.lessons.card.page import TITLE
from bpexplorer.lessons.card.prose import Prose
from bpexplorer.lessons.card.rows import LessonRow
from bpexplorer.lessons.catalogue import Offered
from bpexplorer.look import fonts
from bpexplorer.look.stylesheet import PADDING
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.widgets.labels import SectionHeading
from bpexplorer.look.widgets.scrolling import PanelScroll
from bpexplorer.translation import tr

_INSIDE = 20


class ChoosingPage(QWidget):
    """Offers lessons in groups, and to open one from a file."""

    #: The name of a lesson of the program, or the path of a file.
    chosen = Signal(object)
    open_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._scroll = PanelScroll(self, name="lessons_scroll")
        self._open = QPushButton(tr("Open a lesson…"), self)
        self._open.setObjectName("lessons_open")
        self._open.setAccessibleName(tr("Open a lesson from a file"))
        self._open.setToolTip(wrapped(tr("Open a lesson that a teacher has written.")))
        self._open.clicked.connect(self.open_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._scroll)
        foot = QVBoxLayout()
        foot.setContentsMargins(_INSIDE, PADDING, _INSIDE, _INSIDE - 4)
        foot.addWidget(self._open)
        layout.addLayout(foot)
        self._page: QWidget | None = None
        self._body = QVBoxLayout(self._scroll.page)
        self._body.setContentsMargins(0, 0, 0, 0)
        self.rows: list[LessonRow] = []

    def offer(self, groups: Sequence[tuple[str, Sequence[Offered]]]) -> None:
        """Offer these, in groups with a heading each; rows of lessons that were offered before stay."""
        offered = [lesson for _, lessons in groups for lesson in lessons]
        if [each.which for each in offered] == [row.offered.which for row in self.rows]:
            for row, lesson in zip(self.rows, offered, strict=True):
                row.show_offered(lesson)
            return
        if self._page is not None:
            self._page.hide()
            self._page.deleteLater()
        page = self._page = QWidget(self._scroll.page)
        body = QVBoxLayout(page)
        body.setContentsMargins(_INSIDE, _INSIDE, _INSIDE, 0)
        body.setSpacing(4)
        title = Prose("lessons_title", page, size=TITLE, bold=True, line=115)
        title.show_text(tr("Lessons"))
        text = Prose("lessons_text", page, size=fonts.TEXT, ink="secondary")
        text.show_text(
            tr(
                "A lesson asks before it shows, and reads its numbers from the program itself. It has a network of "
                "its own; yours comes back when you leave."
            )
        )
        body.addWidget(title)
        body.addWidget(text)
        self.rows = []
        for heading, lessons in groups:
            body.addSpacing(PADDING)
            body.addWidget(SectionHeading(heading, page))
            for lesson in lessons:
                row = LessonRow(lesson, name=f"lessons_{len(self.rows)}", parent=page)
                row.clicked.connect(self._on_row_clicked)
                self.rows.append(row)
                body.addWidget(row)
        body.addStretch(1)
        self._body.addWidget(page)
        page.show()

    @guard
    def _on_row_clicked(self) -> None:
        row = self.sender()
        if isinstance(row, LessonRow):
            self.chosen.emit(row.offered.which)
