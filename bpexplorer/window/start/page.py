"""The start page: a sheet over the panels, which are dimmed behind it, with the ways to begin."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.lessons.card.rows import LessonRow
from bpexplorer.lessons.catalogue import LESSONS, Left, offered
from bpexplorer.look import fonts
from bpexplorer.look.stylesheet import PADDING, set_role
from bpexplorer.look.theme import current_theme
from bpexplorer.look.widgets.cards import Card
from bpexplorer.look.widgets.labels import SectionHeading
from bpexplorer.look.widgets.scrolling import PanelScroll
from bpexplorer.translation import tr
from bpexplorer.window.start.beginnings import BEGINNINGS
from bpexplorer.window.start.cards import CardButton
from bpexplorer.window.start.recent import RecentRow

TITLE = tr("See where δ comes from")
PURPOSE = tr("Build a network, train it, and look at the error signal δ = ∂C/∂z of every neuron.")
#: So many recent files; the menu has more.
MOST_RECENT = 4
#: The sheet is at most so wide, so far from the edges of a large window and of a small one, and has this room inside.
_WIDTH, _AWAY, _NEAR, _INSIDE = 1100, 32, 8, 28
#: From this width on the cards lie in one row.
_ONE_ROW = 860
#: How dark the panels become behind the page, of 255, in the light theme and in the dark one.
_DIMMED = {False: 64, True: 140}
_ARROWS: Mapping[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class StartPage(QWidget):
    """Lies over ``stage`` in its window. The keyboard stays on it until it is closed."""

    #: A Beginning, or the path of a recent file, was chosen.
    chosen = Signal(object)
    #: The name of a lesson was chosen.
    lesson_chosen = Signal(str)
    #: The user wants it closed.
    close_requested = Signal()
    #: Whether it is wanted at the next start.
    shown_at_start_changed = Signal(bool)

    def __init__(
        self, stage: QWidget, window: QWidget, *, recent: Sequence[Path], shown_at_start: bool
    ) -> None:
        super().__init__(window)
        self.setObjectName("start_page")
        self.setAccessibleName(tr("Start page"))
        self.setAccessibleDescription(f"{TITLE}. {PURPOSE}")
        self._stage, self._window = stage, window
        self._sheet = Card(self)
        self._scroll = PanelScroll(self._sheet, name="start_scroll")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = self._scroll.page
        self.rows = [
            RecentRow(path, name=f"start_recent_{at}", parent=page)
            for at, path in enumerate(recent[:MOST_RECENT])
        ]
        self.cards = [
            CardButton(each.face, name=each.name, is_primary=each is BEGINNINGS[0], parent=page)
            for each in BEGINNINGS
        ]
        self.questions = [
            LessonRow(offered(each), name=f"start_question_{each.name}", parent=page)
            for each in LESSONS
            if each.is_question
        ]
        self._grid = QGridLayout()
        self._grid.setSpacing(PADDING)
        self._foot = self._make_foot(shown_at_start)
        self._lay_out(page)
        for row in self.rows:
            row.clicked.connect(self._on_row_clicked)
        for card in self.cards:
            card.clicked.connect(self._on_card_clicked)
        for question in self.questions:
            question.clicked.connect(self._on_question_clicked)
        for watched in (stage, *self._stops):
            watched.installEventFilter(self)
        self._follow_stage()

    def take_keyboard(self) -> None:
        """Put the keyboard on the first of the beginnings."""
        self._go_to(self.cards[0])

    def show_files(self, written: Mapping[Path, float | None], now: float) -> None:
        """Say of each recent file when it was written, or that it is missing (None)."""
        for row in self.rows:
            if row.path in written:
                if written[row.path] is None and row.hasFocus():
                    self.take_keyboard()  # it can't stay on what can't be opened
                row.show_written(written[row.path], now)

    def show_left(self, left: Mapping[str | Path, Left]) -> None:
        """Say of each question how far one had got when its lesson was left."""
        entries = [each for each in LESSONS if each.is_question]
        for row, entry in zip(self.questions, entries, strict=True):
            row.show_offered(offered(entry, left.get(entry.name)))

    # How it lies

    def _lay_out(self, page: QWidget) -> None:
        title, purpose = QLabel(TITLE, page), QLabel(PURPOSE, page)
        title.setFont(fonts.text_font(fonts.PAGE_TITLE, bold=True))
        purpose.setWordWrap(True)
        set_role(purpose, "secondary")
        content = QVBoxLayout(page)
        content.setContentsMargins(_INSIDE, _INSIDE - 4, _INSIDE, 4)
        content.setSpacing(6)
        content.addWidget(title)
        content.addWidget(purpose)
        if self.rows:
            content.addSpacing(10)
            content.addWidget(SectionHeading(tr("Recent files"), page))
            rows = QVBoxLayout()
            rows.setSpacing(0)
            for row in self.rows:
                rows.addWidget(row)
            content.addLayout(rows)
            content.addSpacing(4)
            content.addWidget(SectionHeading(tr("Or begin anew"), page))
        else:
            content.addSpacing(8)
        content.addLayout(self._grid)
        content.addSpacing(10)
        content.addWidget(SectionHeading(tr("Three questions"), page))
        questions = QVBoxLayout()
        questions.setSpacing(0)
        for question in self.questions:
            questions.addWidget(question)
        content.addLayout(questions)
        content.addStretch()
        sheet = QVBoxLayout(self._sheet)
        sheet.setContentsMargins(0, 0, 0, 0)
        sheet.setSpacing(0)
        sheet.addWidget(self._scroll)
        sheet.addWidget(self._foot)

    def _make_foot(self, shown_at_start: bool) -> QWidget:
        foot = QWidget(self._sheet)
        hint = QLabel(tr("Esc closes this page; Help → Start page brings it back."), foot)
        hint.setWordWrap(True)
        set_role(hint, "secondary")
        self._shown = QCheckBox(tr("Show at start"), foot)
        self._shown.setObjectName("start_shown")
        self._shown.setAccessibleName(tr("Show this page at start"))
        self._shown.setToolTip(tr("Whether this page lies over the window when the program starts."))
        self._shown.setChecked(shown_at_start)
        self._shown.toggled.connect(self.shown_at_start_changed)
        close = QPushButton(tr("Close"), foot)
        close.setObjectName("start_close")
        close.setAccessibleName(tr("Close the start page"))
        close.setToolTip(tr("Close this page (Esc)."))
        close.clicked.connect(self.close_requested)
        close.setAutoDefault(False)
        self._close = close
        line = QHBoxLayout(foot)
        line.setContentsMargins(_INSIDE, PADDING, _INSIDE, PADDING)
        line.setSpacing(PADDING)
        line.addWidget(hint, 1)
        line.addWidget(self._shown)
        line.addWidget(close)
        return foot

    def _place_cards(self, width: int) -> None:
        """The cards in one row, the first wider, or in two."""
        in_one_row = width >= _ONE_ROW
        columns = len(self.cards) if in_one_row else 2
        for card in self.cards:
            self._grid.removeWidget(card)
        for at, card in enumerate(self.cards):
            self._grid.addWidget(card, at // columns, at % columns)
        for column in range(len(self.cards)):
            stretch = 4 if in_one_row and column == 0 else 3 if column < columns else 0
            self._grid.setColumnStretch(column, stretch)

    def _place(self) -> None:
        """The sheet in the middle, as high as what is on it if there is room."""
        away = _AWAY if self.width() >= _ONE_ROW + 2 * _AWAY else _NEAR
        width = min(_WIDTH, self.width() - 2 * away)
        self._place_cards(width)
        content, edges = self._scroll.page.layout(), 2 * self._sheet.frameWidth()
        assert content is not None
        needed = content.totalHeightForWidth(width - edges) + self._foot.sizeHint().height() + edges
        height = min(needed, self.height() - 2 * _NEAR)
        place = QRect(0, 0, width, height)
        place.moveCenter(self.rect().center())
        self._sheet.setGeometry(place)

    def _follow_stage(self) -> None:
        corner = self._stage.mapTo(self._window, QPoint(0, 0))
        self.setGeometry(QRect(corner, self._stage.size()))

    # The keyboard

    @property
    def _stops(self) -> list[QWidget]:
        """What the keyboard can be on, in the order of reading."""
        stops: list[QWidget] = [*self.rows, *self.cards, *self.questions, self._shown, self._close]
        return [each for each in stops if each.isEnabled()]

    def _go_to(self, stop: QWidget) -> None:
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        if self._scroll.isAncestorOf(stop):
            self._scroll.ensureWidgetVisible(stop, 0, _INSIDE)

    def _go(self, steps: int) -> None:
        """On in the order of reading, and around."""
        stops, at = self._stops, self.focusWidget()
        place = stops.index(at) if at in stops else -1 if steps > 0 else 0
        self._go_to(stops[(place + steps) % len(stops)])

    def _go_towards(self, right: int, down: int) -> None:
        """To what lies next that way; nowhere if there is nothing."""
        at = self.focusWidget()
        if at not in self._stops:
            self.take_keyboard()
            return
        here = self._rect_of(at)
        ahead = {
            stop: far
            for stop in self._stops
            if (far := _distance(here, self._rect_of(stop), right, down)) is not None
        }
        if ahead:
            self._go_to(min(ahead, key=ahead.__getitem__))

    def _rect_of(self, stop: QWidget) -> QRect:
        return QRect(stop.mapTo(self, QPoint(0, 0)), stop.size())

    # What is chosen

    @guard
    def _on_card_clicked(self) -> None:
        card = self.sender()
        assert isinstance(card, CardButton)
        self.chosen.emit(BEGINNINGS[self.cards.index(card)])

    @guard
    def _on_question_clicked(self) -> None:
        question = self.sender()
        assert isinstance(question, LessonRow)
        self.lesson_chosen.emit(str(question.offered.which))

    @guard
    def _on_row_clicked(self) -> None:
        row = self.sender()
        assert isinstance(row, RecentRow)
        self.chosen.emit(row.path)

    @override
    @guard(returns=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._stage and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._follow_stage()
            return False
        way = _ARROWS.get(event.key()) if isinstance(event, QKeyEvent) else None
        if way is None or event.type() is not QEvent.Type.KeyPress:
            return False
        self._go_towards(*way)
        return True  # Qt's buttons would take each arrow for Tab

    @override
    @guard(returns=False)
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # Letters, Esc and Delete mean nothing of what lies behind; keys with Ctrl and F-keys stay the window's.
            held = event.modifiers() & ~(
                Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
            )
            if not held and not Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35:
                event.accept()
                return True
        return super().event(event)

    @override
    @guard
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_requested.emit()
        event.accept()

    @override
    @guard(returns=False)
    def focusNextPrevChild(self, forward: bool) -> bool:
        self._go(1 if forward else -1)
        return True

    @override
    @guard
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # what lies behind gets nothing

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @override
    @guard
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(0, 0, 0, _DIMMED[current_theme().is_dark]))


def _distance(here: QRect, there: QRect, right: int, down: int) -> int | None:
    """How far another place lies that way, one that is aside the farther; None for one that doesn't lie that way."""
    if right:
        ahead = there.left() - here.right() if right > 0 else here.left() - there.right()
        aside = abs(there.center().y() - here.center().y())
    else:
        ahead = there.top() - here.bottom() if down > 0 else here.top() - there.bottom()
        # Of two that lie below, the one that begins where this one does.
        apart = max(there.left() - here.right(), here.left() - there.right(), 0)
        aside = apart + abs(there.left() - here.left()) // 8
    return ahead + 2 * aside if ahead >= 0 else None
