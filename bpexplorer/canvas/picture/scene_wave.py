"""The wave of a scene: when it runs during a walk through a step, and along which edges."""

import numpy as np
from PySide6.QtWidgets import QGraphicsScene

from bpexplorer.canvas.layout import Layout
from bpexplorer.canvas.picture.items.wave import WaveItem
from bpexplorer.canvas.picture.palette import CanvasPalette
from bpexplorer.canvas.picture.quantities import uses_edges
from bpexplorer.core.readings.phases.phase import PhaseKind
from bpexplorer.document.session import SessionState
from bpexplorer.look.motion import moves


class SceneWave:
    """Lets the wave run as a walk comes to a phase, the way that its numbers go, unless nothing is to move."""

    def __init__(self, scene: QGraphicsScene, palette: CanvasPalette) -> None:
        self._scene = scene
        self._layout: Layout | None = None
        self.item = WaveItem(palette)
        scene.addItem(self.item)

    def set_palette(self, palette: CanvasPalette) -> None:
        """Run in the colours of another theme."""
        self.item.set_palette(palette)

    def set_layout(self, layout: Layout) -> None:
        """Take places over; what runs along others stops."""
        self.item.stop()
        self._layout = layout

    def show(self, state: SessionState, before: SessionState) -> None:
        """Run once along the edges that the phase goes along, if a walk has just come to it."""
        layout, walk = self._layout, state.walk
        if walk is before.walk or layout is None:
            return
        self.item.stop()
        if walk is None or not walk.goes_on_from(before.walk) or not moves():
            return
        kind = walk.phase.kind
        if kind in (PhaseKind.FORWARD, PhaseKind.HIDDEN_ERROR):
            layers = [layer for layer in range(1, len(layout.boxes)) if uses_edges(state, layer)]
            segments = np.concatenate([layout.bundle(layer).reshape(-1, 4) for layer in layers])
            is_forward = kind is PhaseKind.FORWARD
            self.item.run(segments if is_forward else segments[:, [2, 3, 0, 1]], self._scene)
