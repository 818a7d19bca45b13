"""Formulas typeset once and drawn sharp at every scale."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final
from weakref import WeakSet

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget
from shiboken6 import isValid
from typing_extensions import override

from bpexplorer.assets import asset
from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.theme import Theme, current_theme, theme_notifier

#: Loading the typesetter takes half as long as all else that a start does. Until so many milliseconds after the first
#: formula was painted, formulas stand in plain characters, but for those that were typeset beforehand.
LOADING_DELAY = 300
#: The formulas that a first window shows, made by ``docs/typeset_formulas.py``, and their size in pixels.
BEFOREHAND: Final = "formulas.json"
SIZE_BEFOREHAND: Final = 100.0
#: Logical pixels that a formula asks for until then.
_WIDTH_OF_WAITING = 120

# A colour that no formula asks for: it is typeset once in this one and coloured afterwards.
_PLACEHOLDER = "#010203"


#: Those that have asked for the room of their plain characters, and not for that of their formula since.
_WITH_PLAIN_ROOM: "WeakSet[FormulaLabel]" = WeakSet()


@dataclass(frozen=True, slots=True)
class Typeset:
    """A formula as SVG without its colour.

    Attributes
    ----------
    svg : str
    width, height : float
        Logical pixels.
    descent : float
        How far below the baseline it reaches, to align it with text.
    """

    svg: str
    width: float
    height: float
    descent: float


@lru_cache(maxsize=512)
def typeset(latex: str, size: float) -> Typeset:
    """Give a formula in a size in pixels. To typeset it takes some tens of milliseconds, once for each formula."""
    made = _beforehand().get(latex)
    if made is None:
        return typeset_now(latex, size)
    scale = size / SIZE_BEFOREHAND
    return Typeset(made.svg, made.width * scale, made.height * scale, made.descent * scale)


@cache
def _beforehand() -> Mapping[str, Typeset]:
    made = json.loads(asset(BEFOREHAND).read_text(encoding="utf-8"))
    return {latex: Typeset(**each) for latex, each in made.items()}


def _typesetter() -> Any:
    import ziamath

    ziamath.config.svg2 = False  # QtSvg draws next to nothing of SVG 2, and calls it valid
    return ziamath


def typeset_now(latex: str, size: float) -> Typeset:
    """Typeset a formula, even if it was typeset beforehand."""
    formula = _typesetter().Latex(latex, size=size, color=_PLACEHOLDER)
    root = formula.svgxml()
    return Typeset(
        # WORKAROUND: ziamath draws overlines in black, whatever colour it is given.
        svg=formula.svg().replace('fill="black"', f'fill="{_PLACEHOLDER}"'),
        width=float(root.attrib["width"]),
        height=float(root.attrib["height"]),
        descent=float(-formula.getyofst()),
    )


def can_typeset() -> bool:
    """Whether the typesetter has been loaded."""
    return "ziamath" in sys.modules


def is_there(latex: str) -> bool:
    """Whether a formula can be drawn at once: it was typeset beforehand, or the typesetter has been loaded."""
    return can_typeset() or latex in _beforehand()


class FormulaLabel(QWidget):
    """A formula in the colour of a role of the theme; screen readers get it in plain characters.

    Parameters
    ----------
    latex : str
    plain : str
        The same in Unicode, such as ``δ = ∂C/∂z``.
    size : float
        Logical pixels at 96 dpi.
    color_role : str
        A role of `Theme`.
    """

    def __init__(
        self,
        latex: str,
        plain: str,
        *,
        size: float = fonts.MATHS,
        color_role: str = "text",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._size = size
        self._latex = ""
        self._color_role = color_role
        self._renderer = QSvgRenderer(self)
        self._drawn: tuple[str, str] | None = None
        # A child, so that it ends with the label.
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(LOADING_DELAY)
        self._waiting.timeout.connect(self._on_waited)
        self.setFont(fonts.number_font(size))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme_notifier().theme_changed.connect(self._on_theme_changed)
        self.set_formula(latex, plain)

    def set_formula(self, latex: str, plain: str) -> None:
        """Show another formula."""
        if latex == self._latex:
            return
        self._latex = latex
        self.setAccessibleName(plain)
        self.updateGeometry()
        self.update()

    def typeset(self) -> Typeset:
        """Give the formula as it is drawn."""
        return typeset(self._latex, self._size * fonts.dpi_scale())

    def _wait_for_typesetter(self) -> None:
        if not self._waiting.isActive():
            self._waiting.start()

    @guard
    def _on_waited(self) -> None:
        _typesetter()
        # Loading takes long enough for garbage to be collected: a panel that nobody holds goes then, with its labels.
        for label in list(_WITH_PLAIN_ROOM):
            if isValid(label):
                label._take_room()

    def _take_room(self) -> None:
        """Take the room of the formula instead of that of its plain characters."""
        _WITH_PLAIN_ROOM.discard(self)
        self.updateGeometry()
        self.update()

    @guard
    def _on_theme_changed(self, _theme: Theme) -> None:
        self.update()

    def _load(self, color: QColor) -> None:
        wanted = (self._latex, color.name())
        if self._drawn != wanted:
            svg = self.typeset().svg.replace(_PLACEHOLDER, color.name())
            self._renderer.load(QByteArray(svg.encode()))
            self._renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
            self._drawn = wanted

    @override
    @guard(returns=QSize(0, 0))
    def sizeHint(self) -> QSize:
        if not is_there(self._latex):
            _WITH_PLAIN_ROOM.add(self)
            return self.fontMetrics().size(Qt.TextFlag.TextSingleLine, self.accessibleName())
        formula = self.typeset()
        return QSize(int(formula.width) + 1, int(formula.height) + 1)

    @override
    @guard(returns=QSize(0, 0))
    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        # The plain characters that stand for it at first are far wider than the formula, and a window that had made
        # room for them would not take it back.
        return hint if is_there(self._latex) else QSize(min(hint.width(), _WIDTH_OF_WAITING), hint.height())

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        color = theme.colors()[self._color_role] if self.isEnabled() else theme.disabled
        painter = QPainter(self)
        if not can_typeset():
            self._wait_for_typesetter()  # others may need it
        if not is_there(self._latex):
            painter.setPen(color)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, self.accessibleName())
            return
        if self in _WITH_PLAIN_ROOM:  # nobody has waited for the typesetter: it was loaded for something else
            self._take_room()
        self._load(color)
        formula = self.typeset()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = (self.height() - formula.height) / 2.0
        self._renderer.render(painter, QRectF(0.0, top, formula.width, formula.height))
