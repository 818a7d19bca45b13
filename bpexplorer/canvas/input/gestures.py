"""Which tool a press goes to, and what the mouse does between presses."""

from typing import Protocol

from PySide6.QtCore import Qt

from bpexplorer.canvas.input.tools.base import CanvasTool, PointerEvent, Surface
from bpexplorer.canvas.input.tools.connect import ConnectTool
from bpexplorer.canvas.input.tools.demon import DemonTool
from bpexplorer.canvas.input.tools.move import ControlTool
from bpexplorer.canvas.input.tools.pan import PanTool
from bpexplorer.canvas.input.tools.select import SelectTool
from bpexplorer.canvas.layout import Control, Hit
from bpexplorer.canvas.sample_place import Thumbnail
from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.document.acts.demon import StepDz
from bpexplorer.document.session import Tool

#: Zoom of one eighth of a degree of the wheel.
ZOOM_PER_EIGHTH = 1.0016
#: So far, in eighths of a degree, the wheel turns for a step of Δz: a notch.
EIGHTHS_PER_STEP = 120


class GestureSurface(Surface, Protocol):
    """What the mouse asks of the view, beyond what tools do."""

    def pan(self, dx: float, dy: float) -> None: ...
    def zoom_at(self, factor: float, x: float, y: float) -> None: ...
    def show_under_mouse(self, hit: Hit, x: float, y: float) -> None: ...
    def show_cursor(self, shape: Qt.CursorShape) -> None: ...


class Gestures:
    """One gesture at a time: from a press to its release, or until it is cancelled."""

    def __init__(self, surface: GestureSurface) -> None:
        self._surface = surface
        self.connect = ConnectTool(surface)
        self._pan = PanTool(surface.pan)
        self._controls = ControlTool(surface)
        self._tools: dict[Tool, CanvasTool] = {
            Tool.SELECT: SelectTool(surface),
            Tool.CONNECT: self.connect,
            Tool.DEMON: DemonTool(surface),
        }
        self._active: CanvasTool | None = None
        self._hit: Hit = None
        self._space = self._space_used = False
        #: What the wheel has turned since the last step of Δz.
        self._turned = 0.0

    @property
    def is_active(self) -> bool:
        """Whether something is under way: a button is down, or an edge waits for its other end."""
        return self._active is not None or self.connect.is_drawing

    def press(self, button: Qt.MouseButton, event: PointerEvent) -> None:
        """Begin a gesture, unless one is under way."""
        if self._active is None:
            self._active = self._tool_for(button, event.hit)
            if self._active is not None:
                self._active.press(event)
                self._update_cursor()

    def _tool_for(self, button: Qt.MouseButton, hit: Hit) -> CanvasTool | None:
        left = button == Qt.MouseButton.LeftButton
        if button == Qt.MouseButton.MiddleButton or (left and self._space):
            self._space_used = True
            return self._pan
        if not left:
            return None
        return (
            self._controls if isinstance(hit, Control | Thumbnail) else self._tools[self._surface.state.tool]
        )

    def move(self, event: PointerEvent) -> None:
        """Go on with the gesture; without one, say what is under the mouse."""
        if self._active is not None:
            self._active.move(event)
        else:
            self._hit = event.hit
            self.connect.move(event)
            self._surface.show_under_mouse(event.hit, event.view_x, event.view_y)
            self._update_cursor()

    def release(self, event: PointerEvent) -> None:
        """End the gesture."""
        active, self._active = self._active, None
        if active is not None:
            active.release(event)
            self._update_cursor()

    def cancel(self) -> None:
        """Leave everything as it was before the press."""
        active, self._active = self._active, None
        if active is not None:
            active.cancel()
        self.connect.cancel()
        self._update_cursor()

    def drop(self) -> None:
        """Forget the press and what is under the mouse: another structure is shown, in which neither may be there."""
        active, self._active = self._active, None
        if active is not None:
            active.drop()
        self.connect.drop()
        self.leave()
        self._update_cursor()

    def wheel(self, eighths: float, event: PointerEvent) -> None:
        """Change Δz over the armed neuron, zoom elsewhere; ``eighths`` of a degree, as Qt counts."""
        demon = self._surface.state.demon
        if demon is not None and event.hit == demon.neuron:
            self._turn_dz(eighths, fine=event.shift)
        else:
            self._surface.zoom_at(ZOOM_PER_EIGHTH**eighths, event.view_x, event.view_y)

    def _turn_dz(self, eighths: float, *, fine: bool) -> None:
        # A touchpad sends less than a notch at a time.
        self._turned += eighths
        steps = int(self._turned / EIGHTHS_PER_STEP)
        self._turned -= steps * EIGHTHS_PER_STEP
        if steps:
            self._surface.request_act(StepDz(steps, fine=fine))

    def hold_space(self) -> None:
        """From now on a drag pans."""
        self._space, self._space_used = True, False
        self._update_cursor()

    def let_space_go(self) -> bool:
        """Drags do again what the tool does; says whether nothing was panned in between."""
        tapped = self._space and not self._space_used
        self._space = False
        self._update_cursor()
        return tapped

    def leave(self) -> None:
        """The mouse is elsewhere."""
        self._hit = None
        self._surface.show_under_mouse(None, 0.0, 0.0)

    def _update_cursor(self) -> None:
        shape = Qt.CursorShape.ArrowCursor
        if self._active is self._pan:
            shape = Qt.CursorShape.ClosedHandCursor
        elif self._space:
            shape = Qt.CursorShape.OpenHandCursor
        elif isinstance(self._hit, Control | Thumbnail):
            shape = Qt.CursorShape.PointingHandCursor
        elif self._surface.state.tool is Tool.DEMON and isinstance(self._hit, Neuron) and self._hit.layer > 0:
            shape = Qt.CursorShape.SizeVerCursor
        elif self._surface.state.tool is Tool.CONNECT and isinstance(self._hit, Neuron | Connection):
            shape = Qt.CursorShape.CrossCursor
        self._surface.show_cursor(shape)
