"""Influence beside error and beside saving: a dot for each sample and neuron of a layer."""

from dataclasses import replace
from typing import Final

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.costs import COSTS
from bpexplorer.core.readings.laboratory.influence import Beside, InfluenceReading
from bpexplorer.data.prepare import PreparedData
from bpexplorer.document.acts.looking import Select
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import SessionState
from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.access.names import name_choice
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.look.widgets import EmptyState, LabelledRow
from bpexplorer.look.widgets.scrolling import PanelScroll
from bpexplorer.panels.delta import dots
from bpexplorer.panels.panel import Content, Panel
from bpexplorer.panels.shared.forms.editors import ChoiceBox
from bpexplorer.panels.shared.plots.dots import DotPlot
from bpexplorer.project.plan import Plan
from bpexplorer.translation import tr

#: Logical pixels: of the controls beside the plot.
_CONTROLS: Final = 188
_REACH: Final = 84
_OUTPUTS: Final = "outputs"
_TRAINED: Final = "trained"
_BESIDE: Final = {
    Beside.ERROR: (
        tr("error |a − y|"),
        tr("|δ| over |a − y| of each output. Hidden neurons have no target, so they have no error."),
    ),
    Beside.SAVING: (
        tr("best saving"),
        tr(
            "|δ|·R over what some Δz in ±R takes off C of the sample at best: what δ promises, and what there is."
        ),
    ),
}


class ScatterPanel(Panel):
    """Draws the readings it is shown; a click on a dot asks for its neuron and its sample.

    The cost can be switched for the picture alone. What is trained with stays.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("scatter_panel", tr("Influence, error, saving"), parent)
        self._choice = dots.DotsChoice()
        self._reading: InfluenceReading | None = None
        self._session = SessionState()
        self._subject: tuple[object, ...] = ()
        self._plan: tuple[object, ...] = ()
        self._layers: tuple[str, ...] = ()
        self._plot = DotPlot("scatter_plot", self)
        self._plot.plot.setToolTip(
            wrapped(
                tr("A dot for each sample and neuron. Large: the sample that is looked at. Click to select.")
            )
        )
        self._sentence = QLabel(self)
        self._sentence.setObjectName("scatter_sentence")
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setWordWrap(True)
        set_role(self._sentence, "secondary")
        self._empty = EmptyState(
            tr("No dots yet"),
            tr(
                "A dot for each sample and output: |δ| over the error |a − y|. "
                "Appears once the network has been evaluated."
            ),
            parent=self,
        )
        self._controls = PanelScroll(self, name="scatter_scroll")
        self._controls.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._controls.setFixedWidth(round(_CONTROLS * fonts.dpi_scale()))
        self._make_controls()
        self._lay_out()
        self._plot.clicked.connect(self._on_dot_clicked)
        self._plot.hovered.connect(self._on_dot_hovered)

    def _make_controls(self) -> None:
        page = self._controls.page
        self._layer = ChoiceBox((), page)
        self._layer.setObjectName("scatter_layer")
        name_choice(self._layer, tr("Layer whose neurons are laid out"))
        self._layer.picked.connect(self._on_layer_picked)
        self._beside = ChoiceBox(((key.value, *words) for key, words in _BESIDE.items()), page)
        self._beside.setObjectName("scatter_beside")
        name_choice(self._beside, tr("What |δ| is laid over"))
        self._beside.setToolTip(tr("What |δ| is laid over."))
        self._beside.picked.connect(self._on_beside_picked)
        self._reach = NumberField(dots.LEAST_REACH, dots.MOST_REACH, parent=page)
        self._reach.show_value(dots.REACH)
        self._reach.valueChanged.connect(self._on_reach_changed)
        self._reach_row = LabelledRow(
            tr("Δz in ±"),
            self._reach,
            name="scatter_reach",
            control_width=_REACH,
            tooltip=tr("R: how far a Δz may go. The best of them says what there is to save."),
            parent=page,
        )
        self._cost = ChoiceBox((), page)
        self._cost.setObjectName("scatter_cost")
        name_choice(self._cost, tr("Cost that δ is shown of"))
        self._cost.picked.connect(self._on_cost_picked)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._controls.page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for each in (self._layer, self._beside, self._reach_row, self._cost, self._sentence):
            column.addWidget(each)
        column.addStretch(1)
        shown = QWidget(self)
        line = QHBoxLayout(shown)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self._controls)
        line.addWidget(self._plot, 1)
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(shown)

    @property
    @override
    def choice(self) -> dots.DotsChoice:
        return self._choice

    @override
    def show_plan(self, plan: Plan, prepared: PreparedData) -> None:
        shown = plan.spec, plan.config.cost, plan.is_regression
        if shown != self._plan:
            self._plan = shown
            self._offer(plan)

    def _offer(self, plan: Plan) -> None:
        """Let the layers and costs be chosen that there are."""
        spec = plan.spec
        hidden = [str(layer) for layer in range(spec.depth - 1, 0, -1)]
        self._layer.offer(
            [(_OUTPUTS, tr("outputs"), tr("The neurons of the output layer."))]
            + [(each, tr("layer {layer}", layer=each), tr("The neurons of this layer.")) for each in hidden]
        )
        chosen = self._choice.layer
        if chosen is not None and chosen >= spec.depth:
            chosen = None
        trained = COSTS[plan.config.cost].label
        costs = [
            (
                name,
                tr("as with {cost}", cost=cost.label),
                tr("Show δ of this cost, and train with the other."),
            )
            for name, cost in COSTS.items()
            if name != plan.config.cost and dots.can_be_shown(name, spec, not plan.is_regression)
        ]
        own = _TRAINED, trained, tr("The cost that the network is trained with.")
        self._cost.offer([own, *costs])
        cost = self._choice.cost if self._choice.cost in {name for name, *_ in costs} else None
        self._cost.show_choice(cost or _TRAINED)
        self._cost.setToolTip(tr("The cost that δ here is of: for this picture alone."))
        self._choose(layer=chosen, cost=cost)

    @override
    def show_session(self, state: SessionState) -> None:
        self._session = state
        self._choose(source=state.source)
        self._mark()

    def _choose(self, **changes: object) -> None:
        """Take over another choice, show what belongs to it, and have that measured."""
        before, self._choice = self._choice, replace(self._choice, **changes)  # type: ignore[arg-type]
        is_hidden = self._choice.layer is not None
        self._layer.show_choice(str(self._choice.layer) if is_hidden else _OUTPUTS)
        self._beside.setEnabled(not is_hidden)
        beside = Beside.SAVING if is_hidden else self._choice.beside
        self._beside.show_choice(beside.value)
        self._reach_row.setVisible(beside is Beside.SAVING)
        if self._choice != before:
            self.choice_changed.emit()

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        self._mark()

    @override
    def show_reading(self, reading: InfluenceReading | None) -> None:
        if reading is None:
            return
        self._reading = reading
        subject = reading.layer, reading.beside, reading.reach, reading.cost, reading.samples.source
        if subject != self._subject:
            self._subject = subject
            self._plot.refit()
        across, up = dots.axes(reading)
        self._plot.set_names(dots.picture_name(reading), across, up)
        self._sentence.setText(dots.sentence(reading))
        self._pages.setCurrentIndex(1)
        self._mark()
        self._tell_note(dots.title(reading))

    def _mark(self) -> None:
        """Let the dots of the selected sample stand out, and put the ring on that of the selected neuron."""
        reading = self._reading
        if reading is None:
            return
        chosen = np.zeros(reading.up.shape, dtype=np.bool_)
        ring, session = -1, self._session
        row = min(session.row, len(reading.samples.rows) - 1)
        is_here = session.source is reading.samples.source
        for here in np.flatnonzero(reading.rows == row).tolist() if is_here else ():
            chosen[here] = True
            neuron = session.primary
            if neuron is not None and neuron.layer == reading.layer and neuron.index < reading.up.shape[1]:
                ring = here * reading.up.shape[1] + neuron.index
        self._plot.show_dots(reading.across.ravel(), reading.up.ravel(), chosen.ravel(), ring)

    @override
    def clear(self) -> None:
        self._reading, self._subject, self._plan = None, (), ()
        self._choice = dots.DotsChoice(self._session.source)
        self._reach.show_value(dots.REACH)
        self._choose()
        self._pages.setCurrentIndex(0)
        self._tell_note("")

    @override
    def content(self) -> Content:
        tables = () if self._reading is None else (dots.table(self._reading),)
        return Content(tables=tables, picture=self._plot)

    @guard
    def _on_dot_clicked(self, dot: int) -> None:
        if self._reading is not None:
            neuron, row = dots.place_of(self._reading, dot)
            self.act_requested.emit(Select((neuron,), row))

    @guard
    def _on_dot_hovered(self, dot: int | None) -> None:
        reading, plot = self._reading, self._plot.plot
        if reading is None or dot is None or dot >= reading.up.size:
            plot.hide_crosshair()
            return
        plot.show_crosshair(float(reading.across.flat[dot]), [], dots.dot_words(reading, dot))

    @guard
    def _on_layer_picked(self, name: str) -> None:
        self._choose(layer=None if name == _OUTPUTS else int(name))

    @guard
    def _on_beside_picked(self, name: str) -> None:
        self._choose(beside=Beside(name))

    @guard
    def _on_reach_changed(self, reach: float) -> None:
        self._choose(reach=reach)

    @guard
    def _on_cost_picked(self, name: str) -> None:
        self._choose(cost=None if name == _TRAINED else name)
