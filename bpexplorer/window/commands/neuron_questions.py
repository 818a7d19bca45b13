"""What can be asked about the selected neuron: each question leads to the panel that answers it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from bpexplorer.document.acts.base import Act, ActRefusedError
from bpexplorer.document.acts.demon import PutToTest
from bpexplorer.document.acts.drawing import SwitchDrawing
from bpexplorer.document.acts.looking import ShowPage
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import Scope, Session
from bpexplorer.guard import guard
from bpexplorer.look.widgets.message_bar import MessageAction
from bpexplorer.translation import tr
from bpexplorer.window.commands.offers import WHY_SMALL, Offer


class NeuronQuestions(QObject):
    """Answers them.

    Parameters
    ----------
    ask : callable
        Carries an act out.
    reveal : callable
        Brings the dock of a name to the front.
    """

    #: Offer: an answer, with a way to what shows it.
    answered = Signal(object)

    def __init__(
        self,
        session: Session,
        newest_picture: Callable[[], Picture | None],
        ask: Callable[[Act], object],
        reveal: Callable[[str], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._newest_picture = session, newest_picture
        self._ask, self._reveal = ask, reveal

    @guard
    def where_from(self) -> None:
        """Show the sum that makes its δ."""
        self._reveal("dock_origin")

    @guard
    def what_for(self) -> None:
        """Show the weights into layer 1 as images; where there are none, the panel says why."""
        self._ask(ShowPage("dock_image", None))
        self._reveal("dock_image")

    @guard
    def draw_picture(self) -> None:
        """Show the sheet to draw a picture on; where samples aren't pictures, the panel says so."""
        self._ask(ShowPage("dock_image", "sketch"))
        self._reveal("dock_image")

    @guard
    def draw_points(self) -> None:
        """Let the mouse draw points on the plane, which comes to the front for it, or select again."""
        self._ask(SwitchDrawing())
        if self._session.state.draws:
            self._reveal("dock_plane")

    @guard
    def find_rate(self) -> None:
        """Show the learning-rate finder, which begins on its button."""
        self._ask(ShowPage("dock_forecast", "finder"))
        self._reveal("dock_forecast")

    @guard
    def be_demon(self) -> None:
        """Put the demon there, against δ, and show what it does."""
        demon = self._session.state.demon
        self._ask(PutToTest(Scope.SAMPLE if demon is None else demon.scope))
        self._reveal("dock_demon")

    @guard
    def why_small(self) -> None:
        """Say what takes its δ away, and lead to the sum that shows it."""
        from bpexplorer.panels.origin.words import why_small_words

        picture, neuron = self._newest_picture(), self._session.state.primary
        reading = None if picture is None else picture.origin
        if reading is None or reading.neuron != neuron:
            raise ActRefusedError(tr("δ of this neuron isn't there yet. Try again in a moment."))
        show = MessageAction(tr("Show where δ comes from"), "why_small_show", self._show_waterfall)
        self.answered.emit(Offer(why_small_words(reading), "info", (show,), WHY_SMALL))

    def _show_waterfall(self) -> None:
        self._ask(ShowPage("dock_origin", "waterfall"))
        self._reveal("dock_origin")
