"""Whose the numbers beside it are: a disc for one sample, a grid for many, and the words."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAction, QActionGroup, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.access.roles import Spoken
from bpexplorer.look.theme import Theme, current_theme, theme_notifier
from bpexplorer.translation import tr


@dataclass(frozen=True, slots=True)
class Whose:
    """To what a number belongs: to one sample, or to many, of which it is a mean unless it says otherwise."""

    words: str
    many: bool = False


THIS_SAMPLE = Whose(tr("this sample"))
TRAINING_SET = Whose(tr("training set"), many=True)


def fixed_samples(count: int) -> Whose:
    """The samples that are shown whatever is trained on: ``32 fixed samples``."""
    return Whose(tr("{count} fixed samples", count=numbers.count(count)), many=True)


def batch_of(count: int) -> Whose:
    """The samples of one step: ``batch of 20``."""
    return Whose(tr("batch of {count}", count=numbers.count(count)), many=True)


def part_samples(count: int, part: str) -> Whose:
    """Some samples of a part, which goes by one word: ``12 test samples``."""
    return Whose(f"{numbers.count(count)} {part} {'sample' if count == 1 else 'samples'}", many=True)


#: Logical pixels: the mark, between it and the words, beside both, and the height; at the end, what opens a list.
_MARK, _GAP, _SIDE, _HEIGHT, _OPENER = 7.0, 5.0, 7.0, 18.0, 9.0


class Pill(Spoken, QWidget):
    """Says on a panel whose its numbers are: ``● this sample`` or ``▥ 32 fixed samples``.

    The marks are drawn, so that no font needs to have them. Where there is no room for the words the mark stays, and
    the tooltip has them.
    """

    accessible_role = QAccessible.Role.StaticText

    def __init__(self, whose: Whose | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whose: Whose | None = None
        self.setFont(fonts.secondary_font())
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme_notifier().theme_changed.connect(self._on_theme_changed)
        self.show_whose(whose)

    @property
    def whose(self) -> Whose | None:
        """What is said now."""
        return self._whose

    def show_whose(self, whose: Whose | None) -> None:
        """Say whose the numbers are; None: there are none."""
        self.setVisible(whose is not None)
        if whose == self._whose:
            return
        self._whose = whose
        words = whose.words if whose is not None else ""
        self.setToolTip(tr("The numbers here: {words}", words=words) if words else "")
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    @guard
    def _on_theme_changed(self, theme: Theme) -> None:
        self.update()

    @override
    @guard(returns=QSize(0, 0))
    def sizeHint(self) -> QSize:
        return _size(self.fontMetrics(), [] if self._whose is None else [self._whose])

    @override
    @guard(returns=QSize(0, 0))
    def minimumSizeHint(self) -> QSize:
        return _size_of_mark()

    @override
    @guard
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._whose is not None:
            _paint(self, self._whose)


class PillChoice(QAbstractButton):
    """A pill that also lets one choose whose numbers are to be shown: a click opens the list of choices.

    It stays as wide as the longest of them.
    """

    #: The place of a choice in the list: the user has chosen it.
    chosen = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._choices: tuple[Whose, ...] = ()
        self._place = 0
        self.setFont(fonts.secondary_font())
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._menu = QMenu(self)
        self._menu.setObjectName(f"{name}_menu")
        self._menu.setAccessibleName(tr("Whose numbers"))
        self._menu.triggered.connect(self._on_triggered)
        self._group = QActionGroup(self._menu)
        self.clicked.connect(self._on_clicked)
        theme_notifier().theme_changed.connect(self._on_theme_changed)

    @property
    def whose(self) -> Whose | None:
        """What is chosen now."""
        return self._choices[self._place] if self._choices else None

    def show_choices(self, choices: Sequence[Whose], place: int) -> None:
        """Offer these, of which the one at ``place`` is chosen."""
        if tuple(choices) == self._choices and place == self._place:
            return
        self._choices, self._place = tuple(choices), place
        menu = self._menu
        if len(menu.actions()) != len(choices):
            menu.clear()
            for number in range(len(choices)):
                action = menu.addAction("")
                action.setCheckable(True)
                action.setData(number)
                action.setObjectName(f"{self.objectName()}_{number}")
                self._group.addAction(action)
        for action, whose in zip(menu.actions(), choices, strict=True):
            action.setText(whose.words)
        menu.actions()[place].setChecked(True)
        self.setAccessibleName(tr("Whose numbers: {words}", words=choices[place].words))
        self.setToolTip(tr("The numbers here: {words}. Click to choose.", words=choices[place].words))
        self.updateGeometry()
        self.update()

    @guard
    def _on_clicked(self) -> None:
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    @guard
    def _on_triggered(self, action: QAction) -> None:
        place: int = action.data()
        # What is shown follows what is answered, and so does the mark in the list.
        self._menu.actions()[self._place].setChecked(True)
        if place != self._place:
            self.chosen.emit(place)

    @guard
    def _on_theme_changed(self, theme: Theme) -> None:
        self.update()

    @override
    @guard(returns=QSize(0, 0))
    def sizeHint(self) -> QSize:
        return _size(self.fontMetrics(), self._choices, opens=True)

    @override
    @guard(returns=QSize(0, 0))
    def minimumSizeHint(self) -> QSize:
        return _size_of_mark()

    @override
    @guard
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.whose is not None:
            _paint(self, self.whose, opens=True)


def _size(metrics: QFontMetrics, choices: Sequence[Whose], *, opens: bool = False) -> QSize:
    unit = fonts.dpi_scale()
    beside = 2.0 * _SIDE + _MARK + _GAP + (_GAP + _OPENER if opens else 0.0)
    words = max((metrics.horizontalAdvance(whose.words) for whose in choices), default=0)
    return QSize(round(beside * unit + words) + 1, round(_HEIGHT * unit))


def _size_of_mark() -> QSize:
    unit = fonts.dpi_scale()
    return QSize(round((2.0 * _SIDE + _MARK) * unit), round(_HEIGHT * unit))


def _paint(pill: QWidget, whose: Whose, *, opens: bool = False) -> None:
    theme, unit = current_theme(), fonts.dpi_scale()
    ink = theme.text if whose.many else theme.accent
    painter = QPainter(pill)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    room = QRectF(pill.rect())
    painter.setPen(QPen(theme.accent, unit) if pill.hasFocus() else Qt.PenStyle.NoPen)
    under = pill.underMouse() and opens
    painter.setBrush((theme.field_hover if under else theme.field) if whose.many else theme.accent_soft)
    half = room.height() / 2.0
    painter.drawRoundedRect(room.adjusted(0.5, 0.5, -0.5, -0.5) if pill.hasFocus() else room, half, half)
    mark = _MARK * unit
    box = QRectF(_SIDE * unit, (room.height() - mark) / 2.0, mark, mark)
    _draw_mark(painter, box, many=whose.many, pen=QPen(ink, unit))
    right = _SIDE * unit
    if opens and room.width() > box.right() + right + (_GAP + _OPENER) * unit:
        _draw_opener(painter, QRectF(room.right() - right - mark, box.top(), mark, mark), QPen(ink, unit))
        right += (_GAP + _OPENER) * unit
    words = room.adjusted(box.right() + _GAP * unit, 0.0, 1.0 - right, 0.0)
    text = pill.fontMetrics().elidedText(whose.words, Qt.TextElideMode.ElideRight, int(words.width()))
    painter.setPen(ink)
    painter.drawText(words, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)


def _draw_opener(painter: QPainter, box: QRectF, pen: QPen) -> None:
    """Draw the angle that says that a list opens."""
    painter.setPen(pen)
    top, bottom = box.top() + 0.3 * box.height(), box.top() + 0.75 * box.height()
    painter.drawPolyline(
        [QPointF(box.left(), top), QPointF(box.center().x(), bottom), QPointF(box.right(), top)]
    )


def _draw_mark(painter: QPainter, box: QRectF, *, many: bool, pen: QPen) -> None:
    """Draw a disc for one sample; for many a square of columns, as samples stand in a heatmap."""
    if not many:
        painter.setBrush(pen.color())
        painter.drawEllipse(box)
        return
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)
    for share in (1.0 / 3.0, 2.0 / 3.0):
        x = box.left() + share * box.width()
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
