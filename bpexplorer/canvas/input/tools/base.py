"""What tools are given, and what they may ask of the view."""

from dataclasses import dataclass
from typing import Protocol

from bpexplorer.canvas.layout import Control, Hit, Layout
from bpexplorer.canvas.rect import Rect
from bpexplorer.core.edits.base import Edit
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.document.acts.base import Act
from bpexplorer.document.session import SessionState

#: So many screen pixels make a press a drag.
DRAG_FROM = 4.0


@dataclass(frozen=True, slots=True)
class PointerEvent:
    """Where the mouse is: in the scene, on the screen (pixels of the viewport), and over what."""

    x: float
    y: float
    view_x: float
    view_y: float
    hit: Hit
    #: Shift: add to the selection, or go in small steps.
    shift: bool = False
    #: Ctrl: put in or take out.
    ctrl: bool = False

    def is_drag_from(self, press: "PointerEvent") -> bool:
        """Whether the mouse has gone further than a hand trembles."""
        return max(abs(self.view_x - press.view_x), abs(self.view_y - press.view_y)) >= DRAG_FROM


class Surface(Protocol):
    """The view as tools see it: what is shown, what may be shown for a while, and the requests."""

    @property
    def placement(self) -> Layout: ...
    @property
    def frame(self) -> Frame | None: ...
    @property
    def state(self) -> SessionState: ...

    def request_act(self, act: Act) -> None:
        """Ask for an act, or say why it can't be done."""

    def request_edit(self, edit: Edit) -> None:
        """Ask for an edit of the network."""

    def hold_still(self) -> None:
        """Stay where the view is from now on, whatever the plan becomes."""

    def show_moved(self, layer: int, dx: float, dy: float) -> None:
        """Show a layer away from its place until the next plan."""

    def show_band(self, rect: Rect | None) -> None:
        """Show the rectangle that is being drawn."""

    def show_drawn_edge(self, source: Neuron | None, end: tuple[float, float] = (0.0, 0.0)) -> None:
        """Show an edge from a neuron to a point of the scene; None: no such edge."""

    def say(self, text: str) -> None:
        """Show a sentence where the hover text stands."""

    def trigger(self, control: Control) -> None:
        """Do what a button or header is for."""


class CanvasTool(Protocol):
    """One mode of the mouse. After ``cancel`` or ``drop`` nothing is left of a press.

    ``cancel`` puts back what the press has changed; ``drop`` asks for nothing, because what it held may be gone.
    """

    def press(self, event: PointerEvent) -> None: ...
    def move(self, event: PointerEvent) -> None: ...
    def release(self, event: PointerEvent) -> None: ...
    def cancel(self) -> None: ...
    def drop(self) -> None: ...


def with_neurons(
    selection: tuple[Neuron, ...], neurons: tuple[Neuron, ...], event: PointerEvent
) -> tuple[Neuron, ...]:
    """The selection after a click on, or a rectangle around, some neurons, as Shift and Ctrl ask."""
    if event.ctrl:
        kept = tuple(neuron for neuron in selection if neuron not in neurons)
        return kept + tuple(neuron for neuron in neurons if neuron not in selection)
    if event.shift:
        return tuple(neuron for neuron in selection if neuron not in neurons) + neurons
    return neurons
