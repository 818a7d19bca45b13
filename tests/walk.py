"""A walk over all text that a window paints: which of it is cut, by its own widget or by what clips it there.

Each visible widget is painted by itself onto a device that notes texts instead of showing them. So labels, buttons,
cells of tables, ticks of plots, and what a widget or the canvas paints by hand are all held alike, without being named.
"""

import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, groupby

import pytest
from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPoint,
    QPointF,
    QRectF,
    Qt,
)
from PySide6.QtGui import (
    QAction,
    QFont,
    QHelpEvent,
    QPaintDevice,
    QPaintEngine,
    QPaintEngineState,
    QPainterPath,
    QPixmap,
    QRegion,
    QTextItem,
    QTransform,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollBar,
    QTabBar,
    QTableView,
    QTextEdit,
    QToolButton,
    QToolTip,
    QWidget,
)
from typing_extensions import override

from bpexplorer.canvas.view import NetworkView
from bpexplorer.look import fonts, numbers
from bpexplorer.look.typing.number_field import NumberField

#: So many pixels beyond its room a text may reach: what a letter's edge needs.
SLACK = 1.0
#: Of a table of more rows only those are gone through that are in sight.
LONG = 200


@dataclass(frozen=True, slots=True)
class Painted:
    """A text that a widget paints, and where, in the widget's own coordinates.

    ``room`` is what is seen of it: its own rectangle cut by what the painter clips; ``size`` that of its letters in
    logical pixels at 96 dpi, of the canvas at 100 %.
    """

    widget: QWidget
    text: str
    place: QRectF
    room: QRectF
    size: float


class _Notes(QPaintEngine):
    """Notes the texts that are drawn."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.found: list[tuple[str, QRectF, QRectF | None, float, float]] = []

    @override
    def begin(self, pdev: QPaintDevice) -> bool:
        return True

    @override
    def end(self) -> bool:
        return True

    @override
    def updateState(self, state: QPaintEngineState) -> None:
        pass

    @override
    def drawPixmap(self, r: QRectF, pm: QPixmap, sr: QRectF) -> None:
        pass

    @override
    def drawPath(self, path: QPainterPath) -> None:
        pass

    @override
    def drawPolygon(self, *_: object) -> None:
        pass

    @override
    def drawImage(self, *_: object) -> None:
        pass

    @override
    def drawTiledPixmap(self, r: QRectF, pixmap: QPixmap, s: QPointF) -> None:
        pass

    @override
    def drawRects(self, *_: object) -> None:
        pass

    @override
    def drawLines(self, *_: object) -> None:
        pass

    @override
    def drawPoints(self, *_: object) -> None:
        pass

    @override
    def drawEllipse(self, *_: object) -> None:
        pass

    @override
    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    @override
    def drawTextItem(self, p: QPointF, textItem: QTextItem) -> None:
        painter = self.painter()
        # To pixels of the window, of which the screen may have two for one.
        unit = 1.0 / painter.device().devicePixelRatio()
        transform = painter.combinedTransform() * QTransform.fromScale(unit, unit)
        above, below = textItem.ascent(), textItem.descent()
        place = QRectF(p.x(), p.y() - above, textItem.width(), above + below)
        clip = painter.clipBoundingRect() if painter.hasClipping() else None
        self.found.append(
            (
                textItem.text(),
                transform.mapRect(place),
                None if clip is None else transform.mapRect(clip),
                _size(textItem.font()),
                math.sqrt(abs(transform.determinant())),
            )
        )


def _size(font: QFont) -> float:
    """In logical pixels at 96 dpi, as `fonts` counts."""
    points = font.pointSizeF()
    return points * 96.0 / 72.0 if points > 0.0 else font.pixelSize() / fonts.dpi_scale()


class _Sheet(QPaintDevice):
    """Stands for a screen of a widget's resolution."""

    def __init__(self, like: QWidget) -> None:
        super().__init__()
        self.notes = _Notes()
        self._like = like

    @override
    def paintEngine(self) -> QPaintEngine:
        return self.notes

    @override
    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        return self._like.metric(metric)


def painted(top: QWidget) -> Iterator[Painted]:
    """All texts that the visible widgets of a window paint."""
    for widget in (top, *top.findChildren(QWidget)):
        if widget.isVisible() and not widget.visibleRegion().isEmpty():
            sheet = _Sheet(widget)
            # pyqtgraph's views have another function of that name.
            QWidget.render(widget, sheet, QPoint(), QRegion(), QWidget.RenderFlag(0))
            is_canvas = isinstance(widget.parentWidget(), NetworkView)
            for text, place, clip, size, scale in sheet.notes.found:
                own = QRectF(widget.rect())
                room = own if clip is None else own & clip
                yield Painted(widget, text, place, room, size if is_canvas else size * scale)


def cut(top: QWidget) -> list[str]:
    """What is cut in a window, in words: what isn't seen whole, or is shortened without a whole in the tooltip."""
    found = list(painted(top))
    return [words for each in found if (words := _fault(each))] + list(_overlaps(found))


def too_small(top: QWidget, least: float = fonts.SMALLEST) -> list[str]:
    """What is written in smaller letters than that in a window."""
    return [
        f"{type(each.widget).__name__} {_named(each.widget)}: {each.text!r} has {each.size:.1f} px"
        for each in painted(top)
        if each.text.strip() and each.size < least - 0.01
    ]


def _overlaps(found: list[Painted]) -> Iterator[str]:
    """Texts of one widget that lie on each other. On the canvas they may: it can be drawn as small as one likes."""
    for widget, group in groupby(found, lambda each: each.widget):
        if isinstance(widget.parentWidget(), NetworkView):
            continue
        texts = [each for each in group if each.text.strip()]
        for first, second in combinations(texts, 2):
            if (first.text, first.place) == (second.text, second.place):
                continue  # a selection is painted over what it selects
            both = first.place & second.place
            if both.width() > 2 * SLACK and both.height() > 0.5 * first.place.height():
                yield f"{type(widget).__name__} {_named(widget)}: {first.text!r} and {second.text!r} lie on each other"


def _fault(each: Painted) -> str:
    name = f"{type(each.widget).__name__} {_named(each.widget)}: {each.text!r}"
    if each.text.endswith("…") and not _is_its_own(each) and not _has_whole(each):
        return f"{name} is shortened, and its tooltip doesn't have the whole"
    room = _seen(each)
    if room.isEmpty():
        return ""  # scrolled away
    beyond = max(room.left() - each.place.left(), each.place.right() - room.right())
    if beyond > SLACK:
        return f"{name} is cut by {beyond:.0f} px of {each.place.width():.0f}"
    # Above and below most letters there is room that belongs to the font.
    lacks = max(room.top() - each.place.top(), each.place.bottom() - room.bottom())
    if lacks > 0.25 * each.place.height():
        return f"{name} is cut by {lacks:.0f} px of its height, {each.place.height():.0f}"
    return ""


def _is_its_own(each: Painted) -> bool:
    """Whether a text has its “…” from whoever wrote it, as the name of what asks something more, and is whole."""
    widget, text = each.widget, each.text.strip()
    if text == "…":
        return True
    around = widget.parentWidget()
    own = [action.text() for action in widget.actions()]
    if isinstance(widget, QAbstractButton | QLabel):
        own.append(widget.text())
    if isinstance(around, QAbstractItemView) and around.model() is not None:
        own += _of_model(around)
    if isinstance(around, QTextEdit):
        return text in around.toPlainText()
    return any(text in said.replace("&", "") for said in own)


def _seen(each: Painted) -> QRectF:
    """What a widget, and all around it, leave to a text. Along an axis that can be scrolled, that is all there is.

    Tabs that have no room can be, by the buttons beside them, and menus that are taller than the screen.
    """
    left, top, right, bottom = each.room.getCoords()
    across = up = False  # whether it can be scrolled there
    widget = each.widget
    if isinstance(widget, QMenu) and scrolls(widget):
        top, bottom = min(top, each.place.top()), max(bottom, each.place.bottom())
    if isinstance(widget, QTabBar):
        across = any(button.isVisible() for button in widget.findChildren(QToolButton))
    while not widget.isWindow():
        around = widget.parentWidget()
        assert around is not None
        if isinstance(around, QAbstractScrollArea):
            bars = around.horizontalScrollBar(), around.verticalScrollBar()
            moves = [bar.maximum() > bar.minimum() for bar in bars]
            if isinstance(widget, QHeaderView):  # it goes with its table, one way
                moves[widget.orientation() is Qt.Orientation.Horizontal] = False
            across, up = across or moves[0], up or moves[1]
        else:
            room = QRectF(around.rect()).translated(QPointF(each.widget.mapFrom(around, QPoint())))
            left, right = max(left, room.left()), min(right, room.right())
            top, bottom = max(top, room.top()), min(bottom, room.bottom())
        if across:
            left, right = min(left, each.place.left()), max(right, each.place.right())
        if up:
            top, bottom = min(top, each.place.top()), max(bottom, each.place.bottom())
        widget = around
    return QRectF(QPointF(left, top), QPointF(right, bottom))


def scrolls(menu: QMenu) -> bool:
    """Whether a menu has more entries than there is room for."""
    entries = (menu.actionGeometry(action) for action in menu.actions() if action.isVisible())
    return any(each.top() < 0 or each.bottom() > menu.height() for each in entries)


def _has_whole(each: Painted) -> bool:
    """Whether the tooltip where a text is has all of it: what it begins with, and more."""
    shown = tooltip(each.widget, each.place.center().toPoint()) or each.widget.toolTip()
    begin = " ".join(each.text.rstrip("…").split())
    return begin in " ".join(shown.split())


def tooltip(widget: QWidget, at: QPoint) -> str:
    """What comes up where the mouse rests on a widget: its own tooltip, or that of what it stands in."""
    # Qt takes a tooltip away after a while only: another one stands for none.
    nothing = "no tooltip"
    QToolTip.showText(QPoint(), nothing)
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, at, widget.mapToGlobal(at)))
    return "" if QToolTip.text() == nothing else QToolTip.text()


def tooltips(top: QWidget) -> Iterator[str]:
    """All that comes up over the visible widgets of a window, and over the names of its tables' columns."""
    for widget in top.findChildren(QWidget):
        if not widget.isVisible() or widget.visibleRegion().isEmpty():
            continue
        places = [(widget, widget.visibleRegion().boundingRect().center())]
        if isinstance(widget, QHeaderView) and widget.orientation() is Qt.Orientation.Horizontal:
            middles = (
                widget.sectionViewportPosition(each) + widget.sectionSize(each) // 2
                for each in range(widget.count())
            )
            places = [(widget.viewport(), QPoint(x, widget.height() // 2)) for x in middles]
        yield from filter(None, (tooltip(each, at) for each, at in places))
    for action in top.findChildren(QAction):
        yield from filter(None, (action.toolTip(),))


#: What is to be explained where it stands. A sentence explains itself.
_EXPLAINED = (QLabel, QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit)


def unexplained(top: QWidget) -> list[str]:
    """The values, titles, columns and controls of a window, scrolled away or not, that have no tooltip."""
    return list(dict.fromkeys(_unexplained(top)))


def _unexplained(top: QWidget) -> Iterator[str]:
    for widget in top.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, QScrollBar):
            continue
        where = f"{type(widget).__name__} {_named(widget)}"
        if isinstance(widget, QHeaderView):
            model, across = widget.model(), widget.orientation() is Qt.Orientation.Horizontal
            for section in range(widget.count()):
                text = str(model.headerData(section, widget.orientation()) or "")
                along = widget.sectionViewportPosition(section) + widget.sectionSize(section) // 2
                at = QPoint(along, widget.height() // 2) if across else QPoint(widget.width() // 2, along)
                if text and not tooltip(widget.viewport(), at):
                    yield f"{where}: {text!r}"
        elif isinstance(widget, _EXPLAINED):
            is_label = isinstance(widget, QLabel)
            text = widget.text().strip() if isinstance(widget, QLabel | QAbstractButton) else ""
            if is_label and (not text or text.endswith((".", "?"))):
                continue
            if not tooltip(widget, widget.rect().center()):
                yield f"{where}: {text!r}"


def _named(widget: QWidget) -> str:
    while not widget.objectName() or widget.objectName().startswith("qt_"):
        parent = widget.parentWidget()
        if parent is None:
            return "without a name"
        widget = parent
    return widget.objectName()


#: Numbers as long as their writers make them.
_SMALL, _COUNT = -1.2345678e-12, 72_000_000


def widest_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on whatever is shown as a number is shown as one of the longest of its kind.

    Fields show their own: they have fewer digits where there is less room.
    """
    in_a_field = False

    def put(name: str, value: float) -> None:
        write = getattr(numbers, name)

        def written(own: float, *arguments: object, **choices: object) -> str:
            return str(write(own if in_a_field else value, *arguments, **choices))

        for module in [each for key, each in sys.modules.items() if key.startswith("bpexplorer.")]:
            for attribute, found in list(vars(module).items()):
                if found is write:
                    monkeypatch.setattr(module, attribute, written)

    for name in ("signed", "significant"):
        put(name, _SMALL)
    put("unsigned", -_SMALL)
    put("ratio", -_SMALL)
    put("percent", 1.0)
    put("count", _COUNT)
    text_from_value = NumberField.textFromValue

    def as_it_is(field: NumberField, value: float) -> str:
        nonlocal in_a_field
        in_a_field = True
        try:
            return text_from_value(field, value)
        finally:
            in_a_field = False

    monkeypatch.setattr(NumberField, "textFromValue", as_it_is)


def said(top: QWidget) -> Iterator[tuple[str, str]]:
    """All that a window says, seen or not: where, and the text. Tooltips, menus, lists and tables as well."""
    for each in painted(top):
        yield f"{type(each.widget).__name__} {_named(each.widget)}", each.text
    for widget in (top, *top.findChildren(QWidget)):
        where = f"{type(widget).__name__} {_named(widget)}"
        yield f"tooltip of {where}", widget.toolTip()
        yield f"accessible name of {where}", widget.accessibleName()
        yield f"accessible description of {where}", widget.accessibleDescription()
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
            yield where, widget.text()
        # The heads of a table have its model, too.
        is_view = isinstance(widget, QAbstractItemView | QComboBox) and not isinstance(widget, QHeaderView)
        if is_view and widget.model() is not None:
            yield from ((where, text) for text in _of_model(widget))
        for action in widget.actions():
            yield f"action {action.objectName()}", f"{action.text()}\n{action.toolTip()}"


def _rows_of(view: QAbstractItemView | QComboBox) -> range:
    """All rows of a view; of a long table those in sight."""
    rows = view.model().rowCount(QModelIndex())
    if not isinstance(view, QTableView) or rows <= LONG:
        return range(rows)
    first, last = view.rowAt(0), view.rowAt(view.viewport().height() - 1)
    return range(max(first, 0), (last if last >= 0 else rows - 1) + 1)


def _of_model(view: QAbstractItemView | QComboBox) -> Iterator[str]:
    model, rows = view.model(), _rows_of(view)
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    top = QModelIndex()
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(top)
    for role in roles:
        for row in rows:
            for column in range(columns):
                yield str(model.index(row, column).data(role) or "")
        for orientation, sections in (
            (Qt.Orientation.Horizontal, range(columns)),
            (Qt.Orientation.Vertical, rows),
        ):
            for section in sections:
                yield str(model.headerData(section, orientation, role) or "")
