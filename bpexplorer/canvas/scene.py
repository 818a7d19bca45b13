"""The scene: keeps one item a layer and one a bundle of edges, and tells them what changed."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, QPointF
from PySide6.QtWidgets import QGraphicsScene

from bpexplorer.canvas.items.base import CanvasItem, to_qrect
from bpexplorer.canvas.items.edges import EdgesItem, OwnEdgesItem
from bpexplorer.canvas.items.headers import HeadersItem
from bpexplorer.canvas.items.labels import InputLabelsItem, OutputLabelsItem
from bpexplorer.canvas.items.layers import LayerItem, layer_item
from bpexplorer.canvas.items.marks import DemonItem, DemonLabelItem, HoverItem, SelectionItem, halos
from bpexplorer.canvas.layout import Control, Hit, Layout
from bpexplorer.canvas.palette import CanvasPalette
from bpexplorer.canvas.quantities import EDGE_VIEWS, NEURON_VIEWS, LayerValues
from bpexplorer.canvas.rect import Rect
from bpexplorer.canvas.words import demon_lines, input_rows, output_rows, titles
from bpexplorer.core.frame import Frame
from bpexplorer.core.mask import frozen_neurons, removed_weights
from bpexplorer.core.reading import DemonReading
from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.types import FloatArray
from bpexplorer.document.session import Demon, EdgeQuantity, SessionState
from bpexplorer.look.colours import SignedScale

#: Between the demon's neuron and its label: room for the rings.
LABEL_GAP = 13.0


class NetworkScene(QGraphicsScene):
    """Draws what it is handed. Nothing is computed here that isn't a colour."""

    def __init__(self, palette: CanvasPalette, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # A few dozen items: an index would cost more than it finds.
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self._palette = palette
        self._layout: Layout | None = None
        self._layers: list[LayerItem] = []
        self._bundles: dict[int, EdgesItem] = {}
        self._own_edges = OwnEdgesItem(palette, z=1.0)
        #: Where the values of those edges stand: the layer l, and the row or column of its matrix.
        self._own_edges_of: list[tuple[int, tuple[slice | int, slice | int]]] = []
        self._inputs = InputLabelsItem(palette)
        self._outputs = OutputLabelsItem(palette)
        self._headers = HeadersItem(palette)
        self._selection = SelectionItem(palette)
        self._hover = HoverItem(palette)
        self._demon = DemonItem(palette)
        self.demon_label = DemonLabelItem(palette)
        for item in (*self._fixed_items(),):
            self.addItem(item)
        self.setBackgroundBrush(palette.theme.panel)

    def _fixed_items(self) -> Sequence[CanvasItem]:
        return (
            self._own_edges,
            self._inputs,
            self._outputs,
            self._headers,
            self._selection,
            self._hover,
            self._demon,
            self.demon_label,
        )

    def set_palette(self, palette: CanvasPalette) -> None:
        """Repaint in the colours of another theme."""
        self._palette = palette
        for item in (*self._fixed_items(), *self._layers, *self._bundles.values()):
            item.set_palette(palette)
        self.setBackgroundBrush(palette.theme.panel)

    def set_layout(self, layout: Layout) -> None:
        """Take places over; items are kept where a layer is still drawn in the same way."""
        old, self._layout = self._layout, layout
        self._hover.clear()
        self._place_layers(layout)
        self._place_bundles(layout, old)
        self._headers.set_layout(layout, titles(layout.spec))
        # Room on all sides, so that any part can be panned to the middle.
        self.setSceneRect(to_qrect(layout.bounds.grown(max(layout.bounds.width, layout.bounds.height))))

    def _place_layers(self, layout: Layout) -> None:
        for index, box in enumerate(layout.boxes):
            if index < len(self._layers) and self._layers[index].fits(box):
                self._layers[index].set_box(box)
                continue
            item = layer_item(self._palette, box)
            if index < len(self._layers):
                self.removeItem(self._layers[index])
                self._layers[index] = item
            else:
                self._layers.append(item)
            self.addItem(item)
        while len(self._layers) > len(layout.boxes):
            self.removeItem(self._layers.pop())

    def _place_bundles(self, layout: Layout, old: Layout | None) -> None:
        wanted = [layer for layer in range(1, len(layout.boxes)) if layout.is_bundled(layer)]
        for layer in [layer for layer in self._bundles if layer not in wanted]:
            self.removeItem(self._bundles.pop(layer))
        for layer in wanted:
            if layer not in self._bundles:
                self._bundles[layer] = EdgesItem(self._palette, z=0.0)
                self.addItem(self._bundles[layer])
            elif old is not None and _same_ends(old, layout, layer):
                continue
            self._bundles[layer].set_segments(layout.bundle(layer).reshape(-1, 4))

    def show_neurons(
        self,
        frame: Frame | None,
        data: TrainingData | None,
        state: SessionState,
        scales: Sequence[SignedScale],
    ) -> None:
        """Colour the neurons by the quantity that the session chose; without a frame they are neutral."""
        values: LayerValues = (None,) * len(self._layers)
        if frame is not None:
            values = NEURON_VIEWS[state.neurons_by].values(frame, state.sample)
        for layer, (item, array) in enumerate(zip(self._layers, values, strict=True)):
            if layer > 0 or not self._show_ink(item, data, state):
                item.set_values(None if array is None else scales[layer].normalised(array))
            if layer > 0:
                item.set_frozen(None if frame is None else frozen_neurons(frame.mask, layer))

    def _show_ink(self, item: LayerItem, data: TrainingData | None, state: SessionState) -> bool:
        """Show an image's pixels as ink, whatever neurons show; says whether the input is an image."""
        assert self._layout is not None
        if data is None or data.image_shape is None or data.inputs != self._layout.spec.inputs:
            return False
        pixels = data.x_probe
        item.set_ink(pixels[min(state.sample, len(pixels) - 1)], float(pixels.min()), float(pixels.max()))
        return True

    def show_labels(self, frame: Frame | None, data: TrainingData | None, state: SessionState) -> None:
        """Write the sample's inputs and what the outputs make of it beside the columns."""
        assert self._layout is not None
        spec, boxes = self._layout.spec, self._layout.boxes
        fits = data is not None and (data.inputs, data.outputs) == (spec.inputs, spec.outputs)
        if data is None or not fits:
            self._inputs.set_rows(None, [])
            self._outputs.set_rows(None, [])
            return
        if boxes[0].grid is None:
            self._inputs.set_rows(boxes[0], input_rows(data, state.sample))
        else:
            self._inputs.set_rows(None, [])
        if boxes[-1].grid is None:
            self._outputs.set_rows(boxes[-1], output_rows(frame, data, spec, state.sample))
        else:
            self._outputs.set_rows(None, [])

    def show_edges(self, frame: Frame | None, state: SessionState, scale: SignedScale) -> None:
        """Colour the edges. Blame is shown on the selected neuron's outgoing edges alone; the rest is neutral."""
        view = EDGE_VIEWS[state.edges_by]
        arrays: dict[int, FloatArray | None] = {}

        def values(layer: int) -> FloatArray | None:
            if layer not in arrays:
                arrays[layer] = None if frame is None else view.values(frame, layer, state.sample)
            return arrays[layer]

        for layer, bundle in self._bundles.items():
            array = None if state.edges_by is EdgeQuantity.BLAME else values(layer)
            removed = None if frame is None else removed_weights(frame.mask, layer)
            bundle.set_values(
                None if array is None else scale.normalised(array.ravel()),
                None if removed is None else removed.ravel(),
            )
        parts, hidden = [], []
        for layer, place in self._own_edges_of:
            array = values(layer)
            if array is not None:
                parts.append(array[place])
            removed = None if frame is None else removed_weights(frame.mask, layer)
            if removed is not None:
                hidden.append(removed[place])
        self._own_edges.set_values(
            scale.normalised(np.concatenate(parts)) if parts else None,
            np.concatenate(hidden) if hidden else None,
        )

    def show_selection(self, state: SessionState) -> None:
        """Ring the selected neurons, and choose whose edges are drawn above the others."""
        layout = self._layout
        assert layout is not None
        selection = [neuron for neuron in state.selection if layout.spec.has(neuron)]
        self._selection.set_neurons(layout, selection)
        self._own_edges_of = []
        segments: FloatArray = np.empty((0, 4))
        if selection:
            incoming, outgoing = layout.edges_of(selection[-1])
            layer, index = selection[-1].layer, selection[-1].index
            segments = outgoing
            if len(outgoing):
                self._own_edges_of.append((layer + 1, (slice(None), index)))
            if len(incoming) and state.edges_by is not EdgeQuantity.BLAME:
                segments = np.concatenate([incoming, outgoing])
                self._own_edges_of.insert(0, (layer, (index, slice(None))))
        self._own_edges.set_segments(segments)

    def show_demon(self, demon: Demon | None, reading: DemonReading | None, step: int | None) -> None:
        """Put the demon at its neuron, with what it changes as far as that is known; ``step`` is the frame's."""
        layout = self._layout
        assert layout is not None
        if demon is None or not layout.spec.has(demon.neuron):
            self._demon.set_demon(None, [])
            self.demon_label.hide()
            return
        if reading is not None and not _fits(reading, demon, layout):
            reading = None
        layer, index = demon.neuron.layer, demon.neuron.index
        box = layout.boxes[layer]
        x, y = box.centres[index].tolist()
        marks = []
        if reading is not None:
            changes = [change[0] for change in reading.perturbation.z_changes[1:]]
            marks = halos(layout, layer + 1, changes)
        self._demon.set_demon(Rect.around(x, y, box.half, box.half), marks)
        # Towards the side with more room, however narrow the view is; left of an output stands no class.
        to_left = layer == layout.spec.depth or x > layout.bounds.centre[0]
        away = box.half + LABEL_GAP
        self.demon_label.setPos(QPointF(x - away if to_left else x + away, y))
        self.demon_label.set_text(*demon_lines(demon, reading, step), to_left=to_left)
        self.demon_label.show()

    def set_hovered(self, hit: Hit) -> None:
        """Mark what is under the mouse."""
        self._headers.set_hovered(hit if isinstance(hit, Control) else None)
        layout = self._layout
        if layout is not None and isinstance(hit, Neuron) and layout.spec.has(hit):
            self._hover.set_neuron(layout.boxes[hit.layer], hit.index)
        elif layout is not None and isinstance(hit, Connection):
            layer, target, source = hit
            start = layout.boxes[layer - 1].centres[source].tolist()
            end = layout.boxes[layer].centres[target].tolist()
            self._hover.set_edge(tuple(start), tuple(end))
        else:
            self._hover.clear()

    def set_focused(self, focused: bool) -> None:
        """Show that keys go to the canvas."""
        self._selection.set_focused(focused)


def _same_ends(old: Layout, new: Layout, layer: int) -> bool:
    if layer >= len(old.boxes) or not old.is_bundled(layer):
        return False
    return all(np.array_equal(old.boxes[end].centres, new.boxes[end].centres) for end in (layer - 1, layer))


def _fits(reading: DemonReading, demon: Demon, layout: Layout) -> bool:
    """Whether a reading speaks of this demon in this structure; an answer from before an edit doesn't."""
    changes = reading.perturbation.z_changes
    sizes = layout.spec.sizes[demon.neuron.layer :]
    return reading.neuron == demon.neuron and tuple(change.shape[1] for change in changes) == sizes
