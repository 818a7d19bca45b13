"""The scene: keeps one item a layer and one a bundle of edges, and tells them what changed."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPointF
from PySide6.QtWidgets import QGraphicsScene

from bpexplorer.canvas.layout import Control, Hit, Layout
from bpexplorer.canvas.picture.items.base import CanvasItem, to_qrect
from bpexplorer.canvas.picture.items.connections import DrawnEdgeItem
from bpexplorer.canvas.picture.items.curtain import CurtainItem
from bpexplorer.canvas.picture.items.demon_label import DemonLabelItem
from bpexplorer.canvas.picture.items.headers import HeadersItem
from bpexplorer.canvas.picture.items.held import HeldItem, HeldLabelItem
from bpexplorer.canvas.picture.items.labels import InputLabelsItem
from bpexplorer.canvas.picture.items.layers import LayerItem, layer_item
from bpexplorer.canvas.picture.items.marks import DemonItem, HoverItem, SelectionItem, halos
from bpexplorer.canvas.picture.items.output_labels import OutputLabelsItem
from bpexplorer.canvas.picture.items.pointed import PointedItem, PointedLabelItem
from bpexplorer.canvas.picture.outputs import output_rows
from bpexplorer.canvas.picture.palette import CanvasPalette
from bpexplorer.canvas.picture.quantities import (
    LayerValues,
    dropped_neurons,
    has_reached,
    neuron_values,
    sample_index,
    sample_part,
)
from bpexplorer.canvas.picture.scales import faint_note
from bpexplorer.canvas.picture.scene_edges import SceneEdges
from bpexplorer.canvas.picture.scene_matrices import SceneMatrices
from bpexplorer.canvas.picture.scene_sample import SceneSample
from bpexplorer.canvas.picture.scene_wave import SceneWave
from bpexplorer.canvas.picture.words import demon_lines, held_label, input_rows, titles
from bpexplorer.canvas.rect import Rect
from bpexplorer.core.readings.demon import DemonReading
from bpexplorer.core.readings.maps import OutputMaps
from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.held_demon import HeldDemon
from bpexplorer.core.training.mask import frozen_neurons
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.core.training_data import TrainingData
from bpexplorer.document.session import Demon, NeuronQuantity, Pointed, SessionState
from bpexplorer.look.colours import ColourScale, SequentialScale, SignedScale

#: Between a neuron and the label of what is pointed at: room for the rings.
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
        self._edges = SceneEdges(self, palette)
        self._matrices = SceneMatrices(self, palette)
        self.sample = SceneSample(self, palette)
        self.wave = SceneWave(self, palette)
        self._inputs = InputLabelsItem(palette)
        self._outputs = OutputLabelsItem(palette)
        self._headers = HeadersItem(palette)
        self._selection = SelectionItem(palette)
        self._hover = HoverItem(palette)
        self._pointed_at: Pointed | None = None
        self._pointed = PointedItem(palette)
        self.pointed_label = PointedLabelItem(palette)
        self._drawn_edge = DrawnEdgeItem(palette)
        self.held = HeldItem(palette)
        self.held_label = HeldLabelItem(palette)
        self._demon = DemonItem(palette)
        self.demon_label = DemonLabelItem(palette)
        self._curtain = CurtainItem(palette)
        for item in (*self._fixed_items(),):
            self.addItem(item)
        self.setBackgroundBrush(palette.theme.panel)

    def _fixed_items(self) -> Sequence[CanvasItem]:
        return (
            self._inputs,
            self._outputs,
            self._headers,
            self._selection,
            self._hover,
            self._pointed,
            self.pointed_label,
            self._drawn_edge,
            self.held,
            self.held_label,
            self._demon,
            self.demon_label,
            self._curtain,
        )

    def set_palette(self, palette: CanvasPalette) -> None:
        """Repaint in the colours of another theme."""
        self._palette = palette
        self._edges.set_palette(palette)
        self._matrices.set_palette(palette)
        self.sample.set_palette(palette)
        self.wave.set_palette(palette)
        for item in (*self._fixed_items(), *self._layers):
            item.set_palette(palette)
        self.setBackgroundBrush(palette.theme.panel)

    def set_layout(self, layout: Layout) -> None:
        """Take places over; items are kept where a layer is still drawn in the same way."""
        self._layout = layout
        self._hover.clear()
        self._place_layers(layout)
        self._edges.set_layout(layout)
        self._matrices.set_layout(layout)
        self.sample.set_layout(layout)
        self.wave.set_layout(layout)
        self._headers.set_layout(layout, titles(layout.spec))
        self.show_pointed(self._pointed_at)
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

    def show_neurons(
        self,
        frame: Frame | None,
        data: TrainingData | None,
        state: SessionState,
        scales: Sequence[ColourScale],
    ) -> None:
        """Colour the neurons by the quantity that the session chose; without a frame they are neutral."""
        values: LayerValues = (None,) * len(self._layers)
        if frame is not None:
            values = neuron_values(frame, state)
        for layer, (item, array) in enumerate(zip(self._layers, values, strict=True)):
            if layer > 0 or not self._show_ink(item, frame, data, state):
                of_maps = state.neurons_by is NeuronQuantity.MAP
                normalised = None if array is None else scales[layer].normalised(array)
                item.set_values(normalised, of_maps=of_maps)
            item.set_note("" if layer == 0 or array is None else faint_note(scales[layer], array))
            item.set_waiting(not has_reached(state, layer))
            if layer > 0:
                item.set_frozen(None if frame is None else frozen_neurons(frame.mask, layer))
                item.set_dropped(None if frame is None else dropped_neurons(frame, layer, state))

    def show_maps(self, maps: OutputMaps | None, scales: Sequence[SequentialScale]) -> None:
        """Fill the neurons with maps of this structure; None, or maps of another one, take them away."""
        fits = (
            maps is not None
            and self._layout is not None
            and len(maps.layers) == len(self._layers) == len(scales)
        )
        if maps is None or not fits:
            for item in self._layers:
                item.set_maps(None)
            return
        for item, layer, scale in zip(self._layers, maps.layers, scales, strict=True):
            item.set_maps(None if layer is None else scale.entries(layer))

    def _show_ink(
        self, item: LayerItem, frame: Frame | None, data: TrainingData | None, state: SessionState
    ) -> bool:
        """Show an image's pixels as ink, whatever neurons show; says whether the input is an image."""
        assert self._layout is not None
        if data is None or data.image_shape is None or data.inputs != self._layout.spec.inputs:
            return False
        sample, probe = sample_index(data, frame, state), data.x_probe
        if sample is not None:
            item.set_ink(sample_part(data, state).x[sample], float(probe.min()), float(probe.max()))
        return True

    def show_labels(
        self,
        frame: Frame | None,
        data: TrainingData | None,
        state: SessionState,
        reading: DemonReading | None = None,
    ) -> None:
        """Write the sample's inputs and what the outputs make of it beside the columns, also with a demon's Δz."""
        assert self._layout is not None
        spec, boxes = self._layout.spec, self._layout.boxes
        fits = data is not None and (data.inputs, data.outputs) == (spec.inputs, spec.outputs)
        if data is None or not fits:
            self._inputs.set_rows(None, [])
            self._outputs.set_rows(None, [])
            return
        sample = sample_index(data, frame, state)
        if boxes[0].grid is None and sample is not None:
            self._inputs.set_rows(boxes[0], input_rows(data, sample_part(data, state).x[sample]))
        else:
            self._inputs.set_rows(None, [])
        if boxes[-1].grid is None:
            self._outputs.set_rows(boxes[-1], output_rows(frame, data, spec, state, reading))
        else:
            self._outputs.set_rows(None, [])

    def show_edges(self, frame: Frame | None, state: SessionState, scale: SignedScale) -> None:
        """Colour the edges, and mark those that are removed or frozen."""
        self._edges.show(frame, state, scale)
        self._matrices.show(frame, state, scale)

    def show_selection(self, state: SessionState) -> None:
        """Ring the selected neurons, choose whose edges are drawn above the others, and draw the curtain."""
        layout = self._layout
        assert layout is not None
        if state.connection is not None:
            self._selection.set_neurons(layout, state.connection.ends, has_primary=False)
        else:
            self._selection.set_neurons(layout, state.selection)
        self._edges.show_selection(state.selection, state)
        self._matrices.show_selection(state.selection)
        self._curtain.set_layer(layout, state.curtain)

    def show_drawn_edge(self, source: Neuron | None, end: tuple[float, float]) -> None:
        """Show an edge from a neuron to a point; None: no such edge."""
        layout = self._layout
        if source is None or layout is None:
            self._drawn_edge.set_line(None)
        else:
            box = layout.boxes[source.layer]
            x, y = box.centres[source.index].tolist()
            self._drawn_edge.set_line((x, y, *end), box.half)

    def show_demon(
        self,
        demon: Demon | None,
        reading: DemonReading | None,
        source: SampleSource = SampleSource.PROBE,
    ) -> None:
        """Put the demon at its neuron, with what it changes as far as that is known.

        What it changes is never of a batch's sample, so it isn't drawn where a batch is looked at. Of a pinned one
        nothing is drawn but its label: it has to do with another step than what is shown.
        """
        layout = self._layout
        assert layout is not None
        if demon is None:
            self._demon.set_demon(None, [])
            self.demon_label.take_away()
            return
        layer, index = demon.neuron.layer, demon.neuron.index
        box = layout.boxes[layer]
        x, y = box.centres[index].tolist()
        marks = []
        if reading is not None and source is not SampleSource.BATCH:
            changes = [change[0] for change in reading.perturbation.z_changes[1:]]
            marks = halos(layout, layer + 1, changes)
        self._demon.set_demon(Rect.around(x, y, box.half, box.half) if demon.follow else None, marks)
        self.demon_label.set_text(*demon_lines(demon, reading, source))

    def show_held(self, held: HeldDemon | None) -> None:
        """Mark the neuron on which Δz is held while training goes on."""
        layout = self._layout
        assert layout is not None
        if held is None:
            self.held.set_neuron(None)
            self.held_label.hide()
            return
        box = layout.boxes[held.neuron.layer]
        x, y = box.centres[held.neuron.index].tolist()
        self.held.set_neuron(Rect.around(x, y, box.half, box.half), is_cell=box.grid is not None)
        self.held_label.set_text(held_label(held))
        self.held_label.show()

    def set_hovered(self, hit: Hit) -> None:
        """Mark what is under the mouse."""
        self._headers.set_hovered(hit if isinstance(hit, Control) else None)
        self.sample.set_hovered(hit)
        layout = self._layout
        if layout is not None and isinstance(hit, Neuron):
            self._hover.set_neuron(layout.boxes[hit.layer], hit.index)
        elif layout is not None and isinstance(hit, Connection):
            layer, target, source = hit
            start = layout.boxes[layer - 1].centres[source].tolist()
            end = layout.boxes[layer].centres[target].tolist()
            self._hover.set_edge(tuple(start), tuple(end))
        else:
            self._hover.clear()

    def show_pointed(self, pointed: Pointed | None) -> None:
        """Light what is pointed at in a panel, as far as it is there; None: nothing."""
        self._pointed_at, layout = pointed, self._layout
        is_there = pointed is not None and layout is not None and all(map(layout.spec.has, pointed.neurons))
        if pointed is None or layout is None or not is_there:
            self._pointed.set_neurons([], is_edge=False)
            self.pointed_label.hide()
            return
        places = [(layout.boxes[neuron.layer], neuron.index) for neuron in pointed.neurons]
        self._pointed.set_neurons(places, is_edge=pointed.is_edge)
        centres = [box.centres[index] for box, index in places]
        box, _ = places[-1]
        if pointed.is_edge:
            x, y = ((centres[0] + centres[1]) / 2.0).tolist()
        else:
            x, y = centres[-1].tolist()
            x -= box.half + LABEL_GAP
        self.pointed_label.setPos(QPointF(x, y))
        self.pointed_label.set_text(pointed.words, to_left=not pointed.is_edge)
        self.pointed_label.setVisible(bool(pointed.words))

    def set_focused(self, focused: bool) -> None:
        """Show that keys go to the canvas."""
        self._selection.set_focused(focused)
