"""The canvas without a mouse: what each key asks for."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtGui import QKeyEvent

from bpexplorer.canvas.input.gestures import Gestures
from bpexplorer.canvas.input.tools.base import Surface
from bpexplorer.canvas.layout import Control, Part
from bpexplorer.canvas.rect import Rect
from bpexplorer.core.spec import Neuron
from bpexplorer.document.acts.demon import ArmDemon
from bpexplorer.document.acts.looking import Escape, Select
from bpexplorer.document.keys import EditLayer, Fit, UseTool, ViewAct, Walk, Where, WindowAct, Zoom, act_of
from bpexplorer.document.session import Tool
from bpexplorer.look.key_names import key_name
from bpexplorer.translation import tr


class KeyboardSurface(Surface, Protocol):
    """What keys ask of the view, beyond what tools do."""

    def fit(self) -> None: ...
    def read_out(self, hit: Neuron | Control) -> None: ...
    def zoom_by(self, factor: float) -> None: ...


ZOOM_STEP = 1.25


class Keyboard:
    """Carries out what the table of keys says: some of it on the view, the rest is asked for."""

    def __init__(self, surface: KeyboardSurface, gestures: Gestures) -> None:
        self._surface, self._gestures = surface, gestures
        #: The button that keys have led to; None while they are on a neuron.
        self._control: Control | None = None

    @property
    def control(self) -> Control | None:
        """The header or button that Return presses now."""
        return self._control if self._control in self._surface.placement.controls else None

    def leave_controls(self) -> None:
        """Go back to the neurons."""
        self._control = None

    def press(self, event: QKeyEvent) -> bool:
        """Act on a key; False if it isn't one of ours."""
        act = act_of(key_name(event), Where.CANVAS, Where.WINDOW)
        if act is None or isinstance(act, WindowAct):
            return False
        if isinstance(act, ViewAct):
            self.do(act)
        elif isinstance(act, Escape) and self._gestures.is_active:
            self._gestures.cancel()
        else:
            self._surface.request_act(act)
        return True

    def do(self, act: ViewAct) -> None:
        """Do something with the view alone."""
        match act:
            case Walk(right, down, extend):
                self._walk(right, down, extend=extend)
            case Fit():
                self._surface.fit()
            case Zoom(steps):
                self._surface.zoom_by(ZOOM_STEP**steps)
            case EditLayer():
                self._edit_layer()
            case UseTool():
                self._use_tool()

    def _walk(self, right: int, down: int, *, extend: bool) -> None:
        selection = self._surface.state.selection
        if self.control is not None and not (extend or down > 0):
            self._go_to(neighbour_of(self.control, right, tuple(self._surface.placement.controls.items())))
            return
        if self.control is None and selection and down < 0 and not extend:
            top = self._surface.placement.neighbour(selection[-1], down=down)
            header = Control(Part.HEADER, selection[-1].layer)
            if top == selection[-1] and header in self._surface.placement.controls:
                self._go_to(header)
                return
        if self.control is not None and selection:
            down = 0  # from a button down to the neuron it was reached from
        self.leave_controls()
        if not selection:
            neighbour = Neuron(1, 0)
        else:
            neighbour = self._surface.placement.neighbour(selection[-1], right=right, down=down)
        kept = tuple(neuron for neuron in selection if neuron != neighbour) if extend else ()
        self._surface.request_act(Select((*kept, neighbour)))
        self._surface.read_out(neighbour)
        self._gestures.connect.reach_for(neighbour)

    def _go_to(self, control: Control) -> None:
        self._control = control
        self._surface.read_out(control)

    def _edit_layer(self) -> None:
        primary = self._surface.state.primary
        control = None if primary is None else Control(Part.HEADER, primary.layer)
        if control is not None and control in self._surface.placement.controls:
            self._surface.trigger(control)
        else:
            self._surface.say(tr("Select a neuron of the layer first; the data set fixes input and output."))

    def _use_tool(self) -> None:
        primary, tool = self._surface.state.primary, self._surface.state.tool
        if self.control is not None:
            self._surface.trigger(self.control)
        elif tool is Tool.DEMON and primary is not None:
            self._surface.request_act(ArmDemon())
        elif tool is Tool.CONNECT and primary is not None:
            self._gestures.connect.take(primary)
        else:
            self._edit_layer()


def neighbour_of(control: Control, right: int, controls: Sequence[tuple[Control, Rect]]) -> Control:
    """The header or button to the right of one, or to its left; itself at the ends."""
    row = [each for each, _ in sorted(controls, key=lambda item: item[1].centre[0])]
    return row[min(max(row.index(control) + right, 0), len(row) - 1)]
