"""What the user looks at and holds: selection, sample, shown quantities, the demon. None of it is undoable.

A view may ask for what an edit has just taken away: it shows the frame from before. Such a request is dropped here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from types import MappingProxyType
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from bpexplorer.core.numerals import count
from bpexplorer.core.readings.jacobian import SupposedPair
from bpexplorer.core.readings.maps import can_be_mapped
from bpexplorer.core.spec import Connection, NetworkSpec, Neuron, connection_between
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.traced_samples import SampleList, SampleSource
from bpexplorer.core.training_data import PartName
from bpexplorer.document.walk import PhaseWalk
from bpexplorer.translation import tr

#: So many neurons are kept of the way that rows and verdicts have led.
_LONGEST_WAY: Final = 20


class NeuronQuantity(Enum):
    """What the colour of a neuron shows."""

    ACTIVATION = "a"
    WEIGHTED_INPUT = "z"
    DELTA = "delta"
    BIAS = "bias"
    #: a over all inputs, as a small picture in each neuron.
    MAP = "map"


class EdgeQuantity(Enum):
    """What the colour of an edge shows."""

    WEIGHT = "w"
    GRADIENT = "grad"
    #: Δw of the step that is shown: of a walk, or else the last one that was taken.
    CHANGE = "change"
    #: w_kj δ_k, the terms of BP2, on the outgoing edges of the selected neuron.
    BLAME = "blame"


class Tool(Enum):
    """What a press on the canvas does."""

    SELECT = "select"
    CONNECT = "connect"
    DEMON = "demon"


class Scale(Enum):
    """How δ becomes a colour."""

    SHARED = "shared"
    OWN = "own"
    LOG = "log"


class Scope(Enum):
    """Whose cost the demon changes."""

    SAMPLE = "sample"
    BATCH = "batch"


@dataclass(frozen=True, slots=True, eq=False)
class Pin:
    """The network that a demon stays on, as it was at one step, and the place of the demon's neuron in it."""

    frame: Frame
    neuron: Neuron


@dataclass(frozen=True, slots=True)
class Demon:
    """A change Δz of one neuron's weighted input.

    It stands on the selected neuron and perturbs the network that is shown, unless the user has pinned it: then it
    stays on its neuron and on the network of its ``pin``.
    """

    neuron: Neuron
    dz: float
    scope: Scope = Scope.SAMPLE
    pin: Pin | None = None

    @property
    def follow(self) -> bool:
        """Whether it goes along with training, and with the selection."""
        return self.pin is None


@dataclass(frozen=True, slots=True)
class Listing:
    """Among which samples the hardest are listed: those of a part, or of one cell of its confusion matrix, or the
    ``wrong`` ones, which are taken for another class.

    ``cell`` is (class, predicted class).
    """

    part: PartName = "test"
    cell: tuple[int, int] | None = None
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class JacobianView:
    """That the whole Jacobian of the primary neuron's layer is looked at, in place of the sum of the neuron alone.

    ``without_sum``: δ with the term k = j alone stands beside the right one. ``supposed`` is a cost and an output
    activation that are looked at in place of the network's own.
    """

    without_sum: bool = False
    supposed: SupposedPair | None = None


@dataclass(frozen=True, slots=True)
class SessionState:
    """One moment of what is shown. ``selection`` ends with the primary neuron.

    A ``connection`` is selected beside one of its ends, which is then the only neuron of the selection.
    ``source`` says which samples are looked at. Of each source one is selected, and stays so while the other is
    looked at: ``sample`` is a row of the probe, ``batch_sample`` one of the batch, ``hardest_sample``
    one of the list ``hardest``. A batch may have fewer samples than that at times; its last one then stands for it.
    """

    selection: tuple[Neuron, ...] = ()
    connection: Connection | None = None
    source: SampleSource = SampleSource.PROBE
    sample: int = 0
    batch_sample: int = 0
    #: As they were listed when one of them was selected; None before.
    hardest: SampleList | None = None
    hardest_sample: int = 0
    listing: Listing = Listing()
    neurons_by: NeuronQuantity = NeuronQuantity.DELTA
    edges_by: EdgeQuantity = EdgeQuantity.WEIGHT
    tool: Tool = Tool.SELECT
    demon: Demon | None = None
    scale: Scale = Scale.SHARED
    #: |δ| at the ends of the shared colour scale: a 1-2-5 number, set at reset and by "refit" only.
    delta_bound: float = 1.0
    #: The walk through one step that is under way: then the batch is that step's, and shows what is reached.
    walk: PhaseWalk | None = None
    #: Likewise |a| at the ends of the scale of each layer's maps, where its activation has no bounds.
    map_bounds: tuple[float, ...] = ()
    #: The neuron whose map the plane goes on showing large; None: the outputs.
    mapped: Neuron | None = None
    #: Whether and how the whole Jacobian is looked at.
    jacobian: JacobianView | None = None
    #: The neurons from which rows and verdicts led on to the primary one, the newest last.
    came_from: tuple[Neuron, ...] = ()
    #: What lies ahead of this layer is hidden; None: nothing is.
    curtain: int | None = None
    #: Whether the mouse draws points on the plane, instead of selecting samples.
    draws: bool = False
    #: Of panels with several pages, each by its dock, the name of the page that is shown if it isn't the first.
    pages: tuple[tuple[str, str], ...] = ()

    @property
    def primary(self) -> Neuron | None:
        """The neuron that panels speak of."""
        return self.selection[-1] if self.selection else None

    @property
    def row(self) -> int:
        """The selected sample of those that are looked at."""
        match self.source:
            case SampleSource.BATCH:
                return self.batch_sample
            case SampleSource.HARDEST:
                return self.hardest_sample
        return self.sample

    def page_of(self, dock: str) -> str | None:
        """The page that a panel shows; None: its first."""
        return dict(self.pages).get(dock)

    @property
    def without_dz(self) -> "SessionState":
        """The same with a Δz of 0: for what doesn't change while only that moves."""
        return self if self.demon is None else replace(self, demon=replace(self.demon, dz=0.0))

    @property
    def tests_elsewhere(self) -> bool:
        """Whether a demon tests other samples than those that are looked at: it is never that of the last batch's."""
        return self.source is SampleSource.BATCH and self.walk is None

    @property
    def one_listed(self) -> tuple[PartName, int] | None:
        """The part and the row of the selected sample, if it is one of the list."""
        if self.source is not SampleSource.HARDEST or self.hardest is None:
            return None
        return self.hardest.part, self.hardest.rows[self.hardest_sample]

    def at_sample(self, places: Mapping[int, int]) -> "SessionState":
        """The same with the fixed sample that is looked at where it stands now, if that is elsewhere."""
        return replace(self, sample=places.get(self.sample, self.sample))

    def within(self, spec: NetworkSpec, samples: int) -> "SessionState":
        """What is left in a network of this structure with so many fixed samples: what isn't there is let go of."""
        connection, demon = self.connection, self.demon
        is_listed = self.source is not SampleSource.HARDEST or self.hardest is not None
        return replace(
            self,
            source=self.source if is_listed else SampleSource.PROBE,
            selection=tuple(filter(spec.has, self.selection)),
            came_from=tuple(filter(spec.has, self.came_from)),
            mapped=self.mapped if self.mapped is not None and spec.has(self.mapped) else None,
            curtain=self.curtain if self.curtain is not None and 0 < self.curtain < spec.depth else None,
            connection=connection if connection is not None and all(map(spec.has, connection.ends)) else None,
            sample=min(max(self.sample, 0), samples - 1),
            draws=self.draws and can_be_mapped(spec.inputs),
            demon=demon if demon is not None and demon.neuron.layer > 0 and spec.has(demon.neuron) else None,
        )


@dataclass(frozen=True, slots=True)
class Pointed:
    """What a hand points at in a view, for the others to light: neurons, and ``words`` about them.

    It is no part of a moment: it lasts as long as the hand stays there. ``is_edge``: two neurons, and the connection
    from the first into the second. ``on_canvas``: the hand is on the canvas, which lights it by itself.
    """

    neurons: tuple[Neuron, ...]
    is_edge: bool = False
    words: str = ""
    on_canvas: bool = False


class Session(QObject):
    """Holds the SessionState; everybody asks for changes here and hears of them from here.

    Once it knows a network and how many fixed samples there are (``follow``), nothing else is ever selected: a request
    that names only what isn't there changes nothing.
    """

    #: (new state, old state)
    changed = Signal(object, object)
    #: An edit has taken the demon away, or made it follow again: why, in a sentence.
    demon_lost = Signal(str)
    #: Pointed, or None: a hand points at something else now.
    pointed_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = SessionState()
        self._pointed: Pointed | None = None
        #: What is looked at again at the end of a walk; it follows edits, too.
        self.aside: SessionState | None = None
        self._spec: NetworkSpec | None = None
        self._samples = self._classes = 0

    @property
    def state(self) -> SessionState:
        """What is shown now."""
        return self._state

    @property
    def spec(self) -> NetworkSpec | None:
        """The structure that is followed, once one is."""
        return self._spec

    def update(self, **changes: Any) -> None:
        """Change some fields; says so once, and only if something is different."""
        self.restore(replace(self._state, **changes))

    def restore(self, state: SessionState) -> None:
        """Take a whole state over, a project's or an earlier one's, as far as it is there."""
        if self._spec is not None:
            state = state.within(self._spec, self._samples)
        if state != self._state:
            old, self._state = self._state, state
            self.changed.emit(state, old)

    def point_at(self, pointed: Pointed | None) -> None:
        """Point at something, or at nothing any more."""
        if pointed is not None and not all(map(self._has, pointed.neurons)):
            pointed = None
        if pointed != self._pointed:
            self._pointed = pointed
            self.pointed_changed.emit(pointed)

    def select(self, *neurons: Neuron, sample: int | None = None) -> None:
        """Select these neurons, the last as primary; ``sample`` also selects one of those that are looked at."""
        there = tuple(filter(self._has, neurons))
        if there or not neurons:
            row = {} if sample is None else self._row(sample, self._state.source)
            self._select(there, came_from=self._way_to(there), **row)

    def follow_to(self, neuron: Neuron) -> None:
        """Select a neuron that something said of the primary one leads to; `go_back` leads back."""
        primary, way = self._state.primary, self._state.came_from
        if self._has(neuron) and neuron != primary:
            self._select((neuron,), came_from=way if primary is None else (*way, primary)[-_LONGEST_WAY:])

    def go_back(self) -> None:
        """Select the neuron from which `follow_to` led on, if it did."""
        if self._state.came_from:
            *way, neuron = self._state.came_from
            self._select((neuron,), came_from=tuple(way))

    def _select(self, selection: tuple[Neuron, ...], **others: Any) -> None:
        shown = selection[-1] if selection else None
        self.update(
            selection=selection, mapped=shown, connection=None, demon=self._demon_on(selection), **others
        )

    def _way_to(self, selection: tuple[Neuron, ...]) -> tuple[Neuron, ...]:
        """The way that led to the primary neuron of a selection: none, if the user goes somewhere else."""
        return self._state.came_from if selection and selection[-1] == self._state.primary else ()

    def choose_sample(self, row: int, source: SampleSource | None = None) -> None:
        """Select one of the samples that are looked at, or of ``source``, which is looked at then."""
        source = self._state.source if source is None else source
        if chosen := self._row(row, source):
            self.update(source=source, **chosen)

    def look_at(self, samples: SampleList, row: int) -> None:
        """Look at the samples of a list, and select one of them."""
        self.update(source=SampleSource.HARDEST, hardest=samples, hardest_sample=row)

    def _row(self, row: int, source: SampleSource) -> dict[str, int]:
        """The change that selects a sample; empty if there is no such sample of the probe or the list."""
        if source is SampleSource.BATCH:
            return {"batch_sample": row}
        if source is SampleSource.HARDEST:
            there = self._state.hardest
            return {"hardest_sample": row} if there is not None and 0 <= row < len(there.rows) else {}
        return {"sample": row} if self._spec is None or 0 <= row < self._samples else {}

    def _has(self, neuron: Neuron) -> bool:
        return self._spec is None or self._spec.has(neuron)

    def list_hardest(self, listing: Listing) -> None:
        """List the hardest among these samples; of classes that aren't there, none."""
        if listing.cell is None or max(listing.cell) < self._classes:
            self.update(listing=listing)

    def select_connection(self, connection: Connection | None) -> None:
        """Select a connection, and the neuron that it leads into, unless the primary one is an end of it already."""
        if connection is None:
            self.update(connection=None)
            return
        if not all(map(self._has, connection.ends)):
            return
        primary = self._state.primary
        neuron = primary if primary is not None and primary in connection.ends else connection.ends[1]
        self.update(connection=connection, selection=(neuron,), demon=self._demon_on((neuron,)))

    def _demon_on(self, selection: tuple[Neuron, ...]) -> Demon | None:
        """The demon when this is selected: on the primary neuron, where that has a z, unless it is pinned."""
        demon = self._state.demon
        if demon is None or not demon.follow or not selection or selection[-1].layer == 0:
            return demon
        return replace(demon, neuron=selection[-1])

    def arm(self, neuron: Neuron, dz: float, pin: Pin | None = None, scope: Scope | None = None) -> None:
        """Put the demon on a neuron, which is selected by that; with a pin, on another step's network.

        Without a scope, it keeps the one that it has.
        """
        if not self._has(neuron):
            return
        old = self._state.demon
        kept = Scope.SAMPLE if old is None else old.scope
        demon = Demon(neuron, dz, scope or kept, pin)
        self.update(
            demon=demon,
            selection=(neuron,),
            came_from=self._way_to((neuron,)),
            mapped=neuron,
            connection=None,
            tool=Tool.DEMON,
        )

    def release(self) -> None:
        """Let the demon go."""
        self.update(demon=None, tool=Tool.SELECT)

    def follow(
        self,
        spec: NetworkSpec,
        samples: int,
        map_neuron: Callable[[Neuron], Neuron | None] = lambda neuron: neuron,
        *,
        classes: int = 0,
        same_data: bool = True,
        places: Mapping[int, int] = MappingProxyType({}),
    ) -> None:
        """Follow an edit: keep what is there in this network and so many fixed samples, under its new place.

        ``classes``: so many the data have, 0 if they are numbers. ``places`` says where a fixed sample is that stands
        elsewhere now.

        A pinned demon stays on its network, unless the samples that it is of are another set's now.
        """
        self.point_at(None)
        before, self._spec, self._samples, self._classes = self._spec, spec, samples, classes
        if self.aside is not None:
            there, _ = _followed(self.aside, map_neuron, before, spec, same_data=same_data)
            self.aside = there.at_sample(places).within(spec, samples)
        state, lost = _followed(self._state, map_neuron, before, spec, same_data=same_data)
        self.restore(state.at_sample(places))
        if lost:
            self.demon_lost.emit(lost)


def _followed(
    state: SessionState,
    map_neuron: Callable[[Neuron], Neuron | None],
    before: NetworkSpec | None,
    spec: NetworkSpec,
    *,
    same_data: bool,
) -> tuple[SessionState, str]:
    """A state after an edit, and a sentence about what its demon has lost by it, if it has lost anything."""
    mapped = state.mapped
    moved, way = (
        tuple(new for neuron in neurons if (new := map_neuron(neuron)) is not None)
        for neurons in (state.selection, state.came_from)
    )
    demon, lost = _moved_demon(state.demon, map_neuron, same_data=same_data)
    # A list names samples of the data that it was made of.
    lists: dict[str, Any] = {} if same_data else {"hardest": None, "hardest_sample": 0, "listing": Listing()}
    # A pair is supposed for the targets that there are.
    jacobian = state.jacobian
    if jacobian is not None and not same_data:
        jacobian = replace(jacobian, supposed=None)
    followed = replace(
        state,
        **lists,
        jacobian=jacobian,
        neurons_by=_suited(state.neurons_by, before, spec),
        mapped=None if mapped is None else map_neuron(mapped),
        selection=moved,
        came_from=way,
        connection=_moved(state.connection, map_neuron),
        demon=demon,
    )
    return followed, lost


def _moved_demon(
    demon: Demon | None, map_neuron: Callable[[Neuron], Neuron | None], *, same_data: bool
) -> tuple[Demon | None, str]:
    """The demon after an edit, and a sentence about what it has lost by it, if it has lost anything."""
    if demon is None:
        return None, ""
    place = map_neuron(demon.neuron)
    if place is None:
        return None, tr(
            "The demon was on {neuron}, which is removed: the demon is removed with it.", neuron=demon.neuron
        )
    if demon.pin is not None and not same_data:
        lost = tr(
            "The demon was pinned to step {step} of other data: it follows training again.",
            step=count(demon.pin.frame.step),
        )
        return replace(demon, neuron=place, pin=None), lost
    return replace(demon, neuron=place), ""


def _suited(chosen: NeuronQuantity, before: NetworkSpec | None, spec: NetworkSpec) -> NeuronQuantity:
    """What neurons show after an edit: maps where these have just become possible, and δ where they no longer are."""
    had = before is not None and can_be_mapped(before.inputs)
    has = can_be_mapped(spec.inputs)
    if before is None or had == has:
        return chosen
    if has:
        return NeuronQuantity.MAP
    return NeuronQuantity.DELTA if chosen is NeuronQuantity.MAP else chosen


def _moved(connection: Connection | None, map_neuron: Callable[[Neuron], Neuron | None]) -> Connection | None:
    """The connection of the same two neurons, if they are still there and neighbours."""
    if connection is None:
        return None
    source, target = (map_neuron(end) for end in connection.ends)
    return None if source is None or target is None else connection_between(source, target)
