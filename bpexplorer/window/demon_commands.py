"""What can be asked of the demon: where it stands, and its Δz."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from bpexplorer.core.spec import Neuron
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import Demon, Scope, Session
from bpexplorer.guard import guard

#: |Δz| where none was chosen yet.
DEFAULT_DZ = 0.25


class DemonCommands(QObject):
    """Changes the session's demon."""

    #: The demon is to perturb the network of the newest step.
    renewed = Signal()

    def __init__(
        self, session: Session, newest_picture: Callable[[], Picture | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._newest_picture = session, newest_picture

    @guard
    def place(self, neuron: Neuron, dz: float) -> None:
        """Put the demon on a neuron, with this Δz."""
        self._session.arm(neuron, dz)

    @guard
    def arm_selected(self) -> None:
        """Put the demon on the selected neuron as it is now; one that stands there already comes to the newest step."""
        neuron, demon = self._session.state.primary, self._session.state.demon
        if neuron is None or neuron.layer == 0:
            return
        if demon is not None and demon.neuron == neuron:
            self.renew()
        else:
            self._session.arm(neuron, demon.dz if demon else DEFAULT_DZ)

    @guard
    def renew(self) -> None:
        """Let the demon perturb the network of the newest step."""
        if self._session.state.demon is not None:
            self.renewed.emit()

    @guard
    def set_dz(self, dz: float) -> None:
        self._change(dz=dz)

    @guard
    def set_scope(self, scope: Scope) -> None:
        self._change(scope=scope)

    @guard
    def set_follow(self, follow: bool) -> None:
        self._change(follow=follow)

    @guard
    def turn_against_delta(self) -> None:
        """Give Δz the sign with which δ predicts that the cost falls."""
        demon, picture = self._session.state.demon, self._newest_picture()
        reading = None if picture is None else picture.demon
        if demon is not None and reading is not None and reading.neuron == demon.neuron:
            size = abs(demon.dz) or DEFAULT_DZ
            self._change(dz=-size if reading.delta > 0 else size)

    @guard
    def halve(self) -> None:
        demon = self._session.state.demon
        if demon is not None:
            self._change(dz=demon.dz / 2)

    @guard
    def zero(self) -> None:
        self._change(dz=0.0)

    @guard
    def release(self) -> None:
        self._session.release()

    def _change(self, **changes: object) -> None:
        demon: Demon | None = self._session.state.demon
        if demon is not None:
            self._session.update(demon=replace(demon, **changes))  # type: ignore[arg-type]
