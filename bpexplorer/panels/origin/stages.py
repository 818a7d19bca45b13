"""The stages of a waterfall, one below the other: what each is, a bar from where the one before ended, and a number."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.origin import SumKind
from bpexplorer.core.readings.origin import OriginReading, WorkedSum
from bpexplorer.core.readings.waterfall import TERMS, Stage, StageKind, waterfall
from bpexplorer.document.bounds import nice_bound
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.access.roles import Spoken
from bpexplorer.look.colours import sign_ink
from bpexplorer.look.theme import Theme, current_theme, theme_notifier
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.widgets.labels import Caption, SteadyLabel
from bpexplorer.panels.origin import words
from bpexplorer.panels.origin.rows import cell
from bpexplorer.translation import tr, tr_n

#: Logical pixels: a stage, its bar, and room for the words before and the digits behind it.
_ROW: Final = 22
_BAR: Final = 12.0
_NAMES: Final = 128
_CHARACTERS: Final = 8
_LEAST: Final = 60
#: The rows from above to below: terms, the others, Σ, slope, δ. One that a sum hasn't stays empty.
_REST, _SUM, _SLOPE, _DELTA = range(TERMS, TERMS + 4)
ROWS: Final = TERMS + 4
_RESULTS: Final = {
    StageKind.REST: _REST,
    StageKind.SUM: _SUM,
    StageKind.SLOPE: _SLOPE,
    StageKind.DELTA: _DELTA,
}
_MEANINGS: Final = {
    StageKind.TERM: tr("One of the largest terms: it begins where the one before has led."),
    StageKind.REST: tr("All other terms together."),
    StageKind.SUM: tr("What the terms come to, and whether they agree or cancel."),
    StageKind.SLOPE: tr("What the slope takes away of the sum, or adds to it."),
    StageKind.DELTA: tr("δ: what is left."),
}


class Stages(QWidget):
    """Shows the waterfall of one sum."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("waterfall_stages")
        self._bars = _Bars(self)
        names, values, row = QVBoxLayout(), QVBoxLayout(), round(_ROW * fonts.dpi_scale())
        self._names = [self._name(place) for place in range(ROWS)]
        self._numbers = [self._number(place) for place in range(ROWS)]
        for layout, labels in ((names, self._names), (values, self._numbers)):
            layout.setSpacing(0)
            for label in labels:
                holder = QWidget(self)
                holder.setFixedHeight(row)
                inside = QHBoxLayout(holder)
                inside.setContentsMargins(0, 0, 0, 0)
                inside.addWidget(label)
                layout.addWidget(holder)
        around = QHBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(6)
        around.addLayout(names)
        around.addWidget(self._bars, 1)
        around.addLayout(values)
        self._bars.setFixedHeight(row * ROWS)

    def _name(self, place: int) -> Caption:
        name = Caption("", self)
        name.setFont(fonts.text_font(fonts.SECONDARY, bold=place == _DELTA))
        name.setFixedWidth(round(_NAMES * fonts.dpi_scale()))
        name.setToolTip(wrapped(_meaning(place)))
        return name

    def _number(self, place: int) -> SteadyLabel:
        font = fonts.number_font(fonts.SECONDARY, bold=True)
        number = SteadyLabel(self, width=QFontMetrics(font).horizontalAdvance("0" * _CHARACTERS))
        called = {_REST: "rest", _SUM: "sum", _SLOPE: "slope", _DELTA: "delta"}.get(place, f"term_{place}")
        number.setObjectName(f"waterfall_{called}")
        number.setFont(font)
        number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        number.setToolTip(wrapped(_meaning(place)))
        return number

    @property
    def stages(self) -> tuple[Stage, ...]:
        """What is shown."""
        return self._bars.stages

    @property
    def bound(self) -> float:
        """Where the scale ends, to either side of 0."""
        return self._bars.bound

    def refit(self) -> None:
        """Let the scale end just beyond the bars of what is shown next."""
        self._bars.bound = 0.0

    def show_sum(self, reading: OriginReading, worked: WorkedSum) -> None:
        """Show the waterfall of a sum of this reading."""
        stages = waterfall(worked)
        for name, number in zip(self._names, self._numbers, strict=True):
            name.setText("")
            number.show_text("")
        spoken = []
        for place, stage in placed(stages):
            words_, shown = _words(stage, reading, worked), _shown(stage, worked)
            self._names[place].setText(words_)
            self._numbers[place].setAccessibleName(words_)
            self._numbers[place].show_text(shown)
            spoken.append(f"{words_} {shown}")
        self._bars.show_stages(stages)
        self._bars.setAccessibleName(tr("Waterfall of δ of {neuron}", neuron=reading.neuron))
        self._bars.say(", ".join(spoken))


def placed(stages: Sequence[Stage]) -> list[tuple[int, Stage]]:
    """Each stage with its row."""
    return [(_RESULTS.get(stage.kind, at), stage) for at, stage in enumerate(stages)]


def _meaning(place: int) -> str:
    kind = next((kind for kind, at in _RESULTS.items() if at == place), StageKind.TERM)
    return _MEANINGS[kind]


def _words(stage: Stage, reading: OriginReading, worked: WorkedSum) -> str:
    """What a stage is."""
    match stage.kind:
        case StageKind.TERM:
            index = "k" if reading.kind is not SumKind.LAYER else "i"
            return f"{index} = {stage.neuron}"
        case StageKind.REST:
            left = len(worked.terms) - TERMS
            return tr_n("{count} more", "{count} more, together", left, count=numbers.count(left))
        case StageKind.SUM:
            said = words.adding_words(reading, worked).words
            return f"Σ: {said}" if said else "Σ"
        case StageKind.SLOPE:
            return tr("× slope and dropout") if worked.factor is not None else tr("× slope")
        case StageKind.DELTA:
            return "= δ"


def _shown(stage: Stage, worked: WorkedSum) -> str:
    if stage.kind is StageKind.SLOPE:
        # Its own number is what the sum is multiplied by, not how far the bar leads.
        assert worked.slope is not None
        passing = worked.slope * (1.0 if worked.factor is None else worked.factor)
        return f"×{numbers.significant(passing)}"
    return cell(stage.value, of=worked.size)


class _Bars(Spoken, QWidget):
    """The bars, on a linear scale about 0 whose ends it says. It grows where bars would lie beyond."""

    accessible_role = QAccessible.Role.Graphic

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.stages: tuple[Stage, ...] = ()
        self.bound = 0.0
        self._said = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_notifier().theme_changed.connect(self._on_theme_changed)

    def show_stages(self, stages: tuple[Stage, ...]) -> None:
        """Show these."""
        self.stages = stages
        ends = [abs(end) for stage in stages for end in (stage.start, stage.end) if np.isfinite(end)]
        self.bound = max(self.bound, nice_bound(max(ends, default=0.0)) if any(ends) else 0.0)
        ends_at = numbers.significant(self.bound or 1.0)
        self.setToolTip(
            wrapped(tr("Linear from −{bound} to +{bound}, 0 in the middle. Red is above 0.", bound=ends_at))
        )
        self.update()

    def say(self, words: str) -> None:
        """What those hear who don't see it."""
        self._said = words

    @override
    def spoken(self) -> str:
        return self._said

    def x_of(self, value: float) -> float:
        """Where a number lies across."""
        middle, bound = self.width() / 2.0, self.bound or 1.0
        return middle + min(max(value / bound, -1.0), 1.0) * (middle - 1.0)

    def bar_rect(self, place: int) -> QRectF:
        """Where the bar of a stage lies."""
        stage, unit = self.stages[place], fonts.dpi_scale()
        row = self.height() / ROWS
        at, _ = placed(self.stages)[place]
        left, right = sorted((self.x_of(stage.start), self.x_of(stage.end)))
        top = row * at + (row - _BAR * unit) / 2.0
        return QRectF(left, top, max(right - left, 1.0), _BAR * unit)

    @guard
    def _on_theme_changed(self, _theme: Theme) -> None:
        self.update()

    @override
    @guard(returns=QSize(_LEAST, _ROW))
    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, round(_ROW * fonts.dpi_scale()) * ROWS)

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.field)
            painter.setPen(QPen(theme.outline, 1.0))
            middle = round(self.x_of(0.0)) + 0.5
            painter.drawLine(QPointF(middle, 0.0), QPointF(middle, float(self.height())))
            drawn = [stage for stage in self.stages if np.isfinite([stage.start, stage.end]).all()]
            for place, stage in enumerate(self.stages):
                if stage not in drawn:
                    continue
                bar = self.bar_rect(place)
                if place + 1 < len(self.stages):
                    self._draw_lead(painter, bar, self.x_of(stage.end), self.bar_rect(place + 1), theme)
                self._draw_bar(painter, bar, stage, theme)

    def _draw_lead(self, painter: QPainter, bar: QRectF, x: float, after: QRectF, theme: Theme) -> None:
        """The line to where the next bar begins."""
        painter.setPen(QPen(theme.secondary, 1.0, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(x, bar.bottom()), QPointF(x, after.top()))

    def _draw_bar(self, painter: QPainter, bar: QRectF, stage: Stage, theme: Theme) -> None:
        if stage.kind is StageKind.SLOPE:
            painter.fillRect(bar, theme.field_pressed)
            painter.setPen(QPen(theme.outline, 1.0))
            painter.drawRect(bar)
            return
        # How far a bar leads is its length: the colour says the sign, at full strength.
        painter.fillRect(bar, sign_ink(stage.value, theme))
