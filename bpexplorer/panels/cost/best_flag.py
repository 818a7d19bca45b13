"""The flag on the curve where a run was best: which epoch that is, and the way back to it."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget
from typing_extensions import override

from bpexplorer.core.training.rules.stopping import Best
from bpexplorer.core.training_data import PARTS
from bpexplorer.guard import guard
from bpexplorer.look import numbers
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.theme import Theme, current_theme, theme_notifier
from bpexplorer.panels.cost.curves import Series
from bpexplorer.panels.shared.plots.lines import Line
from bpexplorer.panels.shared.plots.plotting import Plot
from bpexplorer.translation import tr

#: Pixels: from the curves to the flag at least, how far it reaches beyond its pole, and the dot at the pole's foot.
_CLEAR, _BEYOND, _DOT = 18, 10, 3.0
#: A plot smaller than this (width, height) has the pole alone.
LEAST_PLOT = (360, 150)


def best_words(best: Best, *, is_change: bool = False) -> str:
    """Which epoch was the best, and by whose cost; or that it was as the run was changed, and nothing since."""
    epoch, step = numbers.count(best.epoch), numbers.count(best.step)
    if best.part == "validation":
        if is_change:
            return tr("best validation cost: at the change, step {step}", step=step)
        return tr("best validation cost: epoch {epoch}", epoch=epoch)
    if is_change:
        return tr("best training cost: at the change, step {step}", step=step)
    return tr("best training cost: epoch {epoch}", epoch=epoch)


class BestFlag(QWidget):
    """A box on a pole, in a plot. Whoever has the curves says on which; while training goes on the way back is away."""

    go_back_requested = Signal()

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot)
        self._plot = plot
        self.setObjectName("cost_best")
        self.setAccessibleName(tr("Best epoch"))
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._back = QPushButton(tr("Go back"), self)
        self._back.setObjectName("cost_go_back")
        set_role(self._back, "link")
        self._back.clicked.connect(self._on_back_clicked)
        self._pole = _Pole(plot)
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 3, 8, 3)
        line.setSpacing(10)
        line.addWidget(self._words)
        line.addWidget(self._back)
        theme_notifier().theme_changed.connect(self._on_theme_changed)
        self.hide()

    @property
    def words(self) -> str:
        """What stands on the flag."""
        return self._words.text()

    @property
    def has_pole(self) -> bool:
        """Whether the point on the curve is marked, with or without the flag."""
        return self._pole.isVisible()

    @property
    def foot(self) -> QPointF:
        """Where the pole stands in the plot."""
        return QPointF(self._pole.geometry().topLeft()) + self._pole.foot

    def show_best(self, best: Best, *, can_go_back: bool, is_change: bool = False) -> None:
        """Say which epoch was the best, or that the change was, and offer the way back if there is one."""
        self._words.setText(best_words(best, is_change=is_change))
        cost = numbers.significant(best.cost, digits=4)
        if is_change:
            tip = tr(
                "The cost over the {part} as the run was changed: {cost}. No epoch since has a lower one, and what "
                "was before can't be compared.",
                part=PARTS[best.part],
                cost=cost,
            )
            where = tr("Go back to step {step}, the best", step=numbers.count(best.step))
        else:
            tip = tr(
                "The lowest cost over the {part} at the end of an epoch: {cost}.",
                part=PARTS[best.part],
                cost=cost,
            )
            where = tr("Go back to epoch {epoch}, the best", epoch=numbers.count(best.epoch))
        self.setToolTip(tip)
        self._back.setVisible(can_go_back)
        self._back.setAccessibleName(where)
        self._back.setToolTip(tr("Take the parameters of then again, and their moments. You can undo it."))

    def leave(self) -> None:
        """Stand nowhere."""
        self.hide()
        self._pole.hide()

    def stand_on(
        self, line: Line, series: Series, best: Best, *, since: int, clear_of: Sequence[Line]
    ) -> None:
        """Stand on a curve at the best epoch of those after step ``since``, above all these lines."""
        x, y = line.points
        drawn = np.flatnonzero(np.isfinite(y) & (series.steps > since))
        if not len(drawn):
            self.leave()
            return
        at = drawn[np.argmin(np.abs(series.epochs[drawn] - best.epoch))]
        self.stand_at((float(x[at]), float(y[at])), clear_of=clear_of)

    def stand_at(self, place: tuple[float, float], *, clear_of: Sequence[Line]) -> None:
        """Stand at a place in the units of the axes, above all these lines; nowhere if that can't be seen."""
        foot, room = self._plot.point_at(*place), self._plot.inner_rect()
        if not room.adjusted(-1, -1, 1, 1).contains(foot.toPoint()):
            self.leave()
            return
        self.adjustSize()
        has_flag = room.width() >= LEAST_PLOT[0] and room.height() >= LEAST_PLOT[1]
        left = max(
            room.left() + 4, min(round(foot.x()) + _BEYOND - self.width(), room.right() - self.width())
        )
        above = self._plot.highest(clear_of, left, left + self.width())
        top = max(room.top() + 2, round(min(foot.y(), above)) - _CLEAR - self.height())
        self._pole.stand(foot, top + self.height() if has_flag else foot.y())
        self._pole.show()
        self.move(left, top)
        self.raise_()
        self.setVisible(has_flag)

    @guard
    def _on_back_clicked(self) -> None:
        self.go_back_requested.emit()

    @guard
    def _on_theme_changed(self, _theme: Theme) -> None:
        self.update()

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.outline, 1.0))
            painter.setBrush(theme.panel)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4.0, 4.0)


class _Pole(QWidget):
    """The line from the flag down to its point, through which the mouse reaches the plot."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def stand(self, foot: QPointF, top: float) -> None:
        """Reach from ``top`` down to a point, which gets a dot."""
        reach = round(_DOT) + 1
        x, y, begin = round(foot.x()), round(foot.y()), round(min(top, foot.y() - reach))
        self.setGeometry(x - reach, begin, 2 * reach + 1, max(y - begin, 0) + reach + 1)

    @property
    def foot(self) -> QPointF:
        """The point that it stands on, in it."""
        middle = self.width() / 2.0
        return QPointF(middle, self.height() - middle)

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, foot = current_theme(), self.foot
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.outline, 1.0))
            painter.drawLine(QPointF(foot.x(), 0.0), foot)
            painter.setBrush(theme.panel)
            painter.setPen(QPen(theme.text, 1.5))
            painter.drawEllipse(foot, _DOT, _DOT)
