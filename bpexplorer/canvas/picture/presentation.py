"""What is shown now: plan, frame, session and reading joined, and handed to the scene as they change."""

from collections.abc import Sequence

from bpexplorer.canvas.layout import Hit, Layout
from bpexplorer.canvas.picture.legend import ColourLegend, legend
from bpexplorer.canvas.picture.scales import ScaleBook
from bpexplorer.canvas.picture.scene import NetworkScene
from bpexplorer.canvas.picture.words import hit_text
from bpexplorer.core.readings.demon import DemonReading
from bpexplorer.core.readings.maps import OutputMaps, can_be_mapped
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.core.training_data import TrainingData
from bpexplorer.data.prepare import PreparedData
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import NeuronQuantity, SessionState
from bpexplorer.look import fonts
from bpexplorer.look.colours import ColourScale, SequentialScale


class Presentation:
    """The newest picture; a plan of another structure stands alone, without numbers, until a picture of it comes."""

    def __init__(self, scene: NetworkScene) -> None:
        self._scene = scene
        self._offsets: tuple[tuple[float, float], ...] = ()
        self._laid_out = False, False
        self._scales = ScaleBook()
        self.layout: Layout | None = None
        self.frame: Frame | None = None
        self.data: TrainingData | None = None
        self.state = SessionState()
        self.reading: DemonReading | None = None
        self.legend: ColourLegend | None = None
        self._maps: OutputMaps | None = None
        #: What knows samples in the units of their data.
        self.own: PreparedData | None = None

    def show_plan(
        self, spec: NetworkSpec, offsets: Sequence[tuple[float, float]], data: TrainingData | None
    ) -> None:
        """Take a structure over; its numbers are unknown until a frame of it comes."""
        if self.is_other(spec, data):
            self.reading = self._maps = None
            self.state = self.state.within(spec, self.state.sample + 1)  # what follows will say more
        if data is not None:
            self.data = data
        if self.frame is not None and self.frame.spec != spec:
            self.frame = self.reading = self._maps = None
        self._offsets = (*offsets, *[(0.0, 0.0)] * (len(spec.sizes) - len(offsets)))
        self._lay_out(spec, self._offsets)

    def is_other(self, spec: NetworkSpec, data: TrainingData | None) -> bool:
        """Whether places would mean something else in this structure, with these data, than in what is shown."""
        is_same = self.layout is not None and self.layout.spec.sizes == spec.sizes
        return not is_same or (data is not None and data is not self.data)

    def show_moved(self, layer: int, dx: float, dy: float) -> None:
        """Show a layer away from its place until the next plan."""
        assert self.layout is not None
        offsets = list(self._offsets)
        x, y = offsets[layer]
        offsets[layer] = x + dx, y + dy
        self._lay_out(self.layout.spec, offsets)

    def show_picture(self, picture: Picture) -> None:
        """Take a picture over; it is of the plan's structure."""
        frame, old, state = picture.frame, self.state, picture.session
        self.frame, self.state, self.reading, self._maps = frame, state, picture.demon, picture.maps
        if state.neurons_by is not old.neurons_by:
            self._scales.forget(state.neurons_by)
        if state.edges_by is not old.edges_by:
            self._scales.forget(state.edges_by)
        if frame.data is not self.data or self._ways(frame.spec) != self._laid_out:
            self.data = frame.data
            self._lay_out(frame.spec, self._offsets)
            return
        shown, before = (
            (each.selection, each.connection, each.edges_by, each.walk, each.curtain) for each in (state, old)
        )
        if shown != before:
            self._scene.show_selection(state)
        self.refresh()
        self._show_demon()
        self._scene.wave.show(state, old)

    def show_session(self, state: SessionState) -> None:
        """Show what is selected in a structure whose numbers are still to come."""
        self.state, self.reading = state, None
        if self.layout is not None:
            self._scene.show_selection(state)
            self.refresh()
            self._show_demon()

    def refit(self) -> None:
        """Choose the bounds of the scales that aren't the session's anew."""
        self._scales.refit()
        self.refresh()

    def text_of(self, hit: Hit, *, by_key: bool = False) -> str:
        """What lies at a place, in words; empty where there is nothing."""
        if self.layout is None:
            return ""
        return hit_text(
            hit, self.layout.spec, self.frame, self.state, self.reading, by_key=by_key, own=self.own
        )

    def _ways(self, spec: NetworkSpec) -> tuple[bool, bool]:
        """Whether neurons are as large as maps should be, and whether no room is kept for more of them."""
        is_tiled = self.state.neurons_by is NeuronQuantity.MAP and can_be_mapped(spec.inputs)
        # Who watches from afar, where everything is larger, adds none.
        is_at_rest = self.state.walk is not None or fonts.magnification() > 1.0
        return is_tiled, is_at_rest

    def lay_out_anew(self) -> None:
        """Everything is shown in another size."""
        if self.layout is not None:
            self._lay_out(self.layout.spec, self._offsets)

    def _lay_out(self, spec: NetworkSpec, offsets: Sequence[tuple[float, float]]) -> None:
        shape = self.data.image_shape if self.data is not None else None
        self._laid_out = is_tiled, is_at_rest = self._ways(spec)
        self.layout = Layout.create(spec, offsets, image_shape=shape, tiled=is_tiled, at_rest=is_at_rest)
        self._scene.set_layout(self.layout)
        self._scene.show_selection(self.state)
        self.refresh()
        self._show_demon()

    def _show_demon(self) -> None:
        self._scene.show_demon(
            self.state.demon,
            self.reading,
            # In a walk through a step the demon is of the very sample that is shown, as it is of a fixed one.
            self.state.source if self.state.walk is None else SampleSource.PROBE,
        )
        self._show_held()

    @property
    def _has_rings(self) -> bool:
        """Whether a demon is there that marks what it changes, be that much or nothing."""
        demon, layout = self.state.demon, self.layout
        if demon is None or layout is None or not demon.follow:
            return False
        return not self.state.tests_elsewhere and demon.neuron.layer < layout.spec.depth

    def _show_maps(self, scales: Sequence[ColourScale]) -> None:
        is_shown = self.frame is not None and self.state.neurons_by is NeuronQuantity.MAP
        of_maps = [scale for scale in scales if isinstance(scale, SequentialScale)]
        self._scene.show_maps(self._maps if is_shown else None, of_maps)

    def _show_held(self) -> None:
        held = None if self.frame is None else self.frame.held
        self._scene.show_held(held)

    def refresh(self) -> None:
        """Hand the newest numbers to the items; those whose numbers are the same don't repaint."""
        if self.layout is None:
            return
        frame, state = self.frame, self.state
        scales = self._scales.neurons(frame, state)
        edge_scale = self._scales.edges(frame, state)
        self._scene.show_neurons(frame, self.data, state, scales)
        self._show_maps(scales)
        self._scene.show_edges(frame, state, edge_scale)
        self._scene.sample.show(frame, state, self._scales.pixels(frame))
        self._scene.show_labels(frame, self.data, state, self.reading)
        self._show_held()
        self.legend = legend(frame, state, scales, edge_scale, rings=self._has_rings)
