"""How the values of a column are spread, as bars in a small place."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from bpexplorer.data.glance import Glance
from bpexplorer.look import numbers
from bpexplorer.look.theme import Theme
from bpexplorer.translation import tr

#: Between bars, and so wide at most.
_GAP, _WIDEST = 1.0, 14.0
#: What is there is seen, however little.
_LEAST = 1.0


def draw_histogram(painter: QPainter, place: QRectF, counts: Sequence[int], theme: Theme) -> None:
    """Bars from the left, the tallest as high as the place."""
    if not counts or not max(counts):
        return
    width = min(place.width() / len(counts), _WIDEST)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.outline)
    for at, count in enumerate(counts):
        if count:
            height = max(_LEAST, place.height() * count / max(counts))
            painter.drawRect(
                QRectF(place.left() + at * width, place.bottom() - height, max(1.0, width - _GAP), height)
            )


def in_words(seen: Glance) -> str:
    """What the bars say."""
    if seen.categories:
        each = [
            tr("{name}: {count}", name=name, count=numbers.count(count))
            for name, count in zip(seen.categories, seen.counts, strict=True)
        ]
        if seen.others:
            each.append(tr("others: {count}", count=numbers.count(seen.others)))
        return "\n".join(each)
    if not seen.counts:
        return tr("There is no value.")
    return tr(
        "From {low} to {high}.",
        low=numbers.significant(seen.low),
        high=numbers.significant(seen.high),
    )
