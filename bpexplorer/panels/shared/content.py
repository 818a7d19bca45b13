"""What a panel shows, as tables and a picture, to be copied and saved."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from bpexplorer.look.theme import current_theme
from bpexplorer.panels.shared.cells.cell_grid import CellGrid
from bpexplorer.panels.shared.plots.plotting import Plot
from bpexplorer.panels.shared.tables.table_model import TableModel
from bpexplorer.panels.shared.tables.table_view import PanelTable
from bpexplorer.project.table_csv import Value, ValueTable, number_of

#: Pictures have so many pixels for each logical one: they are printed and projected.
PICTURE_SCALE = 2.0
_NOT_THE_WINDOW_S_COLOUR = QWidget.RenderFlag.DrawChildren


def tables_in(panel: QWidget) -> tuple[ValueTable, ...]:
    """The tables, cell grids and plots of a panel that can be seen, in the order in which they were made."""
    found: list[ValueTable | None] = []
    for widget in panel.findChildren(QWidget):
        if not widget.isVisibleTo(panel):
            continue
        if isinstance(widget, PanelTable):
            found.append(_of_table(widget))
        elif isinstance(widget, CellGrid | Plot):
            found.append(widget.content())
    return tuple(table for table in found if table is not None and table.rows)


def _of_table(view: PanelTable) -> ValueTable:
    model = view.model()
    assert isinstance(model, TableModel)
    columns, rows = range(model.columnCount()), range(model.rowCount())
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    names = [model.headerData(row, down) for row in rows]
    has_names = any(name is not None for name in names)
    headings = [str(model.headerData(column, across) or "") for column in columns]
    body = [
        ([names[row]] if has_names else []) + [_value(model, row, column) for column in columns]
        for row in rows
    ]
    return ValueTable(
        view.accessibleName(),
        tuple(([""] if has_names else []) + headings),
        tuple(tuple(row) for row in body),
    )


def _value(model: TableModel, row: int, column: int) -> Value:  # type: ignore[type-arg]
    index = model.index(row, column)
    exact = model.data(index, Qt.ItemDataRole.EditRole)
    if exact is not None:
        return float(exact) if isinstance(exact, float) else exact
    shown = model.data(index)
    return None if shown is None else number_of(str(shown))


def image_of(widget: QWidget) -> QImage:
    """A widget as pixels, on the colour of its card."""
    image = QImage(widget.size() * PICTURE_SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(PICTURE_SCALE)
    image.fill(current_theme().panel)
    widget.render(image, renderFlags=_NOT_THE_WINDOW_S_COLOUR)
    return image


def png_of(widget: QWidget) -> bytes:
    """A widget as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image_of(widget))
    return bytes(buffer.data().data())


def svg_of(widget: QWidget) -> bytes:
    """A widget as an SVG file, drawn as on the screen. (pyqtgraph's own export draws nothing from Qt 6.11 on.)"""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(widget.size())
    generator.setViewBox(QRect(0, 0, widget.width(), widget.height()))
    generator.setResolution(widget.logicalDpiX())
    generator.setTitle(widget.accessibleName())
    with QPainter(generator) as painter:
        painter.fillRect(widget.rect(), current_theme().panel)
        widget.render(painter, QPoint(), renderFlags=_NOT_THE_WINDOW_S_COLOUR)
    # WORKAROUND: Qt writes a line of a single point as a path without any, which readers complain of.
    return bytes(buffer.data().data()).replace(b' d=""', b' d="M0,0"')
