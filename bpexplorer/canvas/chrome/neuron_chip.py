"""A small button beside the selected neuron, that opens its menu."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from bpexplorer.canvas.layout import Layout
from bpexplorer.canvas.rect import Rect
from bpexplorer.core.spec import Neuron
from bpexplorer.look.icons import set_icon
from bpexplorer.look.stylesheet import set_role
from bpexplorer.translation import tr

SIDE: Final = 16
#: It isn't larger than its neuron, but for being large enough to be hit.
_SMALLEST: Final = 12
#: Between the chip and what it must not cover.
GAP: Final = 2


class NeuronChip(QToolButton):
    """Stands beside a neuron, where it covers neither another one nor a label."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("neuron_chip")
        self.setFocusPolicy(
            Qt.FocusPolicy.NoFocus
        )  # the canvas keeps the keyboard: the menu key does the same
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._side = 0
        self._be_as_large_as(SIDE)
        set_icon(self, "help", color_role="accent")
        set_role(self, "chip")
        self.hide()

    def _be_as_large_as(self, side: int) -> None:
        if side != self._side:
            self._side = side
            self.setFixedSize(side, side)
            self.setIconSize(QSize(side - 2, side - 2))

    def show_beside(self, neuron: Neuron | None, place: QRectF | None) -> None:
        """Stand in a square of the parent; nowhere for None."""
        self.setVisible(neuron is not None and place is not None)
        if neuron is not None and place is not None:
            self._be_as_large_as(round(place.width()))
            self.move(place.topLeft().toPoint())
            self.setAccessibleName(tr("Ask about {neuron}", neuron=neuron))
            self.setToolTip(
                tr(
                    "Opens a menu of questions about {neuron}: where its δ comes from, what a demon there does "
                    "(Shift+F10).",
                    neuron=neuron,
                )
            )


def free_place(
    layout: Layout, neuron: Neuron, *, zoom: float, kept: Sequence[QRectF], origin: QPointF, room: QRectF
) -> QRectF | None:
    """The square where a chip fits beside a neuron, in pixels of the viewport; None where it would cover something.

    Parameters
    ----------
    zoom : float
        Pixels of one scene unit.
    kept : sequence of QRectF
        Labels that stay free, and ``room`` in which it has to lie, both in pixels of the viewport.
    origin : QPointF
        The middle of the neuron there.
    """
    box = layout.boxes[neuron.layer]
    x, y = box.centres[neuron.index].tolist()
    side = min(max(round(2 * box.half * zoom), _SMALLEST), SIDE)
    for dx, dy in _places(layout, neuron, (side / 2 + GAP) / zoom):
        spot = QPointF(origin.x() + dx * zoom, origin.y() + dy * zoom)
        here = QRectF(spot.x() - side / 2, spot.y() - side / 2, side, side)
        is_free = room.contains(here) and not any(here.intersects(each) for each in kept)
        if is_free and not _covers(layout, Rect.around(x + dx, y + dy, side / 2 / zoom, side / 2 / zoom)):
            return here
    return None


def _places(layout: Layout, neuron: Neuron, beside: float) -> list[tuple[float, float]]:
    """How far from the neuron the middle of a chip may be, the best first: between two circles, or outside the grid."""
    box = layout.boxes[neuron.layer]
    if box.grid is None:
        away = box.half + beside
        # At the right of an output stand its class and its bar.
        sides = (-away, away) if neuron.layer == layout.spec.depth else (away, -away)
        return [(dx, dy * away) for dx in sides for dy in (-0.67, 0.67, 0.0)]
    x, y = box.centres[neuron.index].tolist()
    return [
        (box.rect.right - x + beside, 0.0),
        (box.rect.left - x - beside, 0.0),
        (0.0, box.rect.top - y - beside),
        (0.0, box.rect.bottom - y + beside),
    ]


def _covers(layout: Layout, chip: Rect) -> bool:
    """Whether a chip would lie over a neuron or a button, even by its edge."""
    for box in layout.boxes:
        gaps = np.abs(box.centres - chip.centre) - chip.width / 2
        near = np.maximum(gaps, 0.0)
        distance = np.hypot(near[:, 0], near[:, 1]) if box.grid is None else near.max(axis=1)
        if (distance < box.half).any():
            return True
    return any(
        control.left < chip.right
        and chip.left < control.right
        and control.top < chip.bottom
        and chip.top < control.bottom
        for control in layout.controls.values()
    )
