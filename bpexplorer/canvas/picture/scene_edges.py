"""The edges of a scene: one item a bundle, those of the selected neuron above, and what marks single ones."""

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtWidgets import QGraphicsScene

from bpexplorer.canvas.layout import Layout
from bpexplorer.canvas.picture.edges import points_at
from bpexplorer.canvas.picture.items.base import CanvasItem
from bpexplorer.canvas.picture.items.connections import FrozenWeightsItem, SelectedEdgeItem
from bpexplorer.canvas.picture.items.edges import EdgesItem, OwnEdgesItem
from bpexplorer.canvas.picture.palette import CanvasPalette
from bpexplorer.canvas.picture.prepare import edge_level
from bpexplorer.canvas.picture.quantities import edge_values, hidden_edges, uses_edges
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.mask import lone_frozen_weights, removed_weights
from bpexplorer.core.types import BoolArray, FloatArray
from bpexplorer.document.session import EdgeQuantity, SessionState, Tool
from bpexplorer.look.colours import SignedScale

#: A mark lies so far from the earlier layer to the later one; in the very middle too many edges cross.
MARK_AT = 0.62

#: A layer l, and some rows and columns of its matrix.
_Block = tuple[int, tuple[slice | int, slice | int]]
_ALL = slice(None)


class SceneEdges:
    """Makes and removes the items as layers come and go, and tells them what changed."""

    def __init__(self, scene: QGraphicsScene, palette: CanvasPalette) -> None:
        self._scene, self._palette = scene, palette
        self._layout: Layout | None = None
        self._bundles: dict[int, EdgesItem] = {}
        self._own = OwnEdgesItem(palette, z=1.0)
        #: Where the values of those edges stand.
        self._own_blocks: list[_Block] = []
        self._is_walking = False
        self._selected = SelectedEdgeItem(palette)
        self._frozen = FrozenWeightsItem(palette)
        self._marked: tuple[Parameters | None, Layout | None, list[_Block]] = (None, None, [])
        for item in (self._own, self._selected, self._frozen):
            scene.addItem(item)

    @property
    def items(self) -> Sequence[CanvasItem]:
        """All of them."""
        return (*self._bundles.values(), self._own, self._selected, self._frozen)

    def set_palette(self, palette: CanvasPalette) -> None:
        """Repaint in the colours of another theme."""
        self._palette = palette
        for item in self.items:
            item.set_palette(palette)

    def set_layout(self, layout: Layout) -> None:
        """Take places over; a bundle is left alone if both its ends stay where they are."""
        old, self._layout = self._layout, layout
        wanted = [layer for layer in range(1, len(layout.boxes)) if layout.is_bundled(layer)]
        for layer in [layer for layer in self._bundles if layer not in wanted]:
            self._scene.removeItem(self._bundles.pop(layer))
        for layer in wanted:
            if layer not in self._bundles:
                self._bundles[layer] = EdgesItem(self._palette, z=0.0)
                self._scene.addItem(self._bundles[layer])
            elif old is not None and _same_ends(old, layout, layer):
                continue
            self._bundles[layer].set_segments(layout.bundle(layer).reshape(-1, 4))
        self._show_pale()

    def show_selection(self, selection: Sequence[Neuron], state: SessionState) -> None:
        """Choose whose edges are drawn above the others: the last neuron's."""
        assert self._layout is not None
        blocks: list[_Block] = []
        segments: FloatArray = np.empty((0, 4))
        if selection:
            incoming, outgoing = self._layout.edges_of(selection[-1])
            layer, index = selection[-1].layer, selection[-1].index
            shown = []
            if len(incoming) and state.edges_by is not EdgeQuantity.BLAME and uses_edges(state, layer):
                shown.append(incoming)
                blocks.append((layer, (index, _ALL)))
            if len(outgoing) and uses_edges(state, layer + 1):
                shown.append(outgoing)
                blocks.append((layer + 1, (_ALL, index)))
            segments = np.concatenate(shown) if shown else segments
        self._own_blocks, self._is_walking = blocks, state.walk is not None
        self._own.set_segments(segments)
        self._show_pale()

    def _show_pale(self) -> None:
        """Let all edges stand back behind those of a selected neuron."""
        for bundle in self._bundles.values():
            bundle.set_pale(bool(self._own_blocks) or self._is_walking)

    def show(self, frame: Frame | None, state: SessionState, scale: SignedScale) -> None:
        """Colour the edges. Blame is shown on the selected neuron's outgoing edges alone; the rest is neutral."""
        arrays: dict[int, FloatArray | None] = {}

        def values(layer: int) -> FloatArray | None:
            if layer not in arrays:
                is_there = frame is not None and uses_edges(state, layer)
                arrays[layer] = None if frame is None or not is_there else edge_values(frame, state, layer)
            return arrays[layer]

        def removed(layer: int) -> BoolArray | None:
            return None if frame is None else removed_weights(frame.mask, layer)

        dashed = state.tool is Tool.CONNECT
        for layer, bundle in self._bundles.items():
            array = None if state.edges_by is EdgeQuantity.BLAME else values(layer)
            hidden = None if frame is None else hidden_edges(frame, layer, state)
            bundle.set_values(
                None if array is None else scale.normalised(array.ravel()),
                None if hidden is None else hidden.ravel(),
                dashed=dashed,
            )
        own = [array[place] for layer, place in self._own_blocks if (array := values(layer)) is not None]
        gone = [] if frame is None else _hidden_in(self._own_blocks, frame, state)
        self._own.set_values(
            scale.normalised(np.concatenate(own)) if own else None,
            np.concatenate(gone) if gone else None,
            dashed=dashed,
        )
        self._show_selected(state, values, removed, scale)
        self._mark_frozen(None if frame is None else frame.mask)

    def _show_selected(
        self,
        state: SessionState,
        values: Callable[[int], FloatArray | None],
        removed: Callable[[int], BoolArray | None],
        scale: SignedScale,
    ) -> None:
        layout, connection = self._layout, state.connection
        if layout is None or connection is None:
            self._selected.set_edge(None, None)
            return
        layer, target, source = connection
        array, hidden = values(layer), removed(layer)
        level: int | None = 0
        if hidden is not None and hidden[target, source]:
            level = None
        elif array is not None:
            level = edge_level(float(scale.normalised(array[target, source : source + 1])[0]))
        start, end = layout.boxes[layer - 1].centres[source], layout.boxes[layer].centres[target]
        (x1, y1), (x2, y2) = start.tolist(), end.tolist()
        self._selected.set_edge((x1, y1, x2, y2), level)

    def _mark_frozen(self, mask: Parameters | None) -> None:
        """Mark the weights that are frozen by themselves, of all edges that can be seen."""
        layout, blocks = self._layout, self._own_blocks
        known = self._marked
        if layout is None or (known[0] is mask and known[1] is layout and known[2] is blocks):
            return
        self._marked = mask, layout, blocks
        places: list[FloatArray] = [np.empty((0, 2))]
        shown: list[_Block] = [(layer, (_ALL, _ALL)) for layer in self._bundles]
        shown += [block for block in blocks if block[0] not in self._bundles]
        for layer, block in shown if mask is not None else ():
            lone = lone_frozen_weights(mask, layer)
            if lone is None or not lone.any():
                continue
            visible = np.zeros_like(lone)
            visible[block] = True
            targets, sources = np.nonzero(lone & visible)
            first, second = layout.boxes[layer - 1], layout.boxes[layer]
            x = first.rect.right + MARK_AT * (second.rect.left - first.rect.right)
            segments = np.hstack([first.centres[sources], second.centres[targets]])
            places.append(points_at(segments, x))
        self._frozen.set_places(np.concatenate(places))


def _hidden_in(blocks: Sequence[_Block], frame: Frame, state: SessionState) -> list[BoolArray]:
    """Which edges of these blocks aren't drawn; empty if all are."""
    hidden = [hidden_edges(frame, layer, state) for layer, _ in blocks]
    if all(each is None for each in hidden):
        return []
    return [
        (np.zeros(frame.network.weights[layer - 1].shape, dtype=bool) if each is None else each)[place]
        for (layer, place), each in zip(blocks, hidden, strict=True)
    ]


def _same_ends(old: Layout, new: Layout, layer: int) -> bool:
    if layer >= len(old.boxes) or not old.is_bundled(layer):
        return False
    return all(np.array_equal(old.boxes[end].centres, new.boxes[end].centres) for end in (layer - 1, layer))
