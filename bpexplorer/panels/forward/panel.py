"""Where z and a of the selected neuron come from on the way forward, and C from the outputs: of a step's batch."""

from dataclasses import replace
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.costs import COSTS
from bpexplorer.core.readings.phases.batch_cost import BatchCost
from bpexplorer.core.readings.phases.phase import PhaseKind
from bpexplorer.core.readings.phases.weighted_sum import WeightedSum
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.frame import RunState
from bpexplorer.document.acts.looking import ChooseSample, Follow, PointAt
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import Pointed
from bpexplorer.guard import guard
from bpexplorer.look import numbers, phases
from bpexplorer.look.glossary import GLOSSARY
from bpexplorer.look.samples import SOURCE_WORDS
from bpexplorer.look.widgets.pill import Whose
from bpexplorer.look.widgets.scrolling import PanelScroll
from bpexplorer.panels.forward.bars import CostBars
from bpexplorer.panels.forward.curve import ActivationCurve
from bpexplorer.panels.forward.page import Line, LineSpec, SumPage
from bpexplorer.panels.forward.tables import cost_table, sum_table
from bpexplorer.panels.origin.rows import cell
from bpexplorer.panels.panel import Panel
from bpexplorer.panels.shared.forms.form import words as label
from bpexplorer.translation import tr

_SUM_LINES: Final = (
    LineSpec("sum", tr("All terms above added up.")),
    LineSpec("bias", tr("The neuron's bias b.")),
    LineSpec("dz", tr("What training adds to z of this neuron while a demon holds its Δz.")),
    LineSpec("z", GLOSSARY.get("z", tr("The weighted input.")), bold=True),
    LineSpec("a", tr("What the activation makes of z."), ink="accent", bold=True),
    LineSpec("factor", tr("What dropout multiplies a by: 0 for a neuron that is left out of this sample.")),
)
_COST_LINES: Final = (
    LineSpec("one", tr("What the cost makes of this sample's outputs and targets."), bold=True),
    LineSpec("mean", tr("The mean of C over all samples of the batch."), ink="accent", bold=True),
)
_EMPTY: Final = tr(
    "Choose the workspace Step through: the sums of the way forward appear here, phase by phase."
)


class ForwardPanel(Panel):
    """Two pages: the weighted sum of a neuron, and in the phase of the cost, the outputs beside their targets."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("forward_panel", tr("Where z, a and C come from"), parent)
        self._picture: Picture | None = None
        scroll = PanelScroll(self, name="forward_scroll")
        self._message = label("forward_message", scroll.page)
        self.sum = SumPage("forward", _SUM_LINES, scroll.page)
        self.cost = SumPage("cost_of", _COST_LINES, scroll.page)
        self._curve = ActivationCurve(self.sum)
        self.sum.beside.addWidget(self._curve)
        self.bars = CostBars(self.cost)
        cost_layout = self.cost.layout()
        assert cost_layout is not None
        cost_layout.addWidget(self.bars)
        page = QVBoxLayout(scroll.page)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        for each in (self._message, self.sum, self.cost):
            page.addWidget(each)
        page.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        for each in (self.sum, self.cost):
            each.table.chosen.connect(self._on_neuron_chosen)
            each.more.clicked.connect(self._on_more_clicked)
        self.sum.table.pointed.connect(self._on_row_pointed)
        self.bars.chosen.connect(self._on_sample_chosen)
        self.clear()

    @override
    def clear(self) -> None:
        self._picture = None
        self.sum.is_whole = self.cost.is_whole = False
        self._show_message(_EMPTY)

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        self._picture = picture
        if before is None or (before.forward, before.cost, before.session, before.frame.state) != (
            picture.forward,
            picture.cost,
            picture.session,
            picture.frame.state,
        ):
            self._show(picture)

    def _show(self, picture: Picture) -> None:
        walk, primary = picture.session.walk, picture.session.primary
        if walk is None:
            is_training = picture.frame.state is RunState.PLAYING
            self._show_message(phases.PAUSE_FIRST if is_training else _EMPTY)
        elif picture.cost is not None and walk.phase.kind is PhaseKind.COST:
            self._show_cost(picture, picture.cost)
        elif picture.forward is not None:
            self._show_sum(picture, picture.forward, hidden=walk.hides_forward(picture.forward.neuron.layer))
        elif primary is None or primary.layer == 0:
            self._show_message(tr("Click a neuron in the network to see where its z comes from."))
        else:
            self._show_message(
                tr("Not reached yet: z and a of layer {layer} come on the way forward.", layer=primary.layer)
            )

    def _show_message(self, text: str) -> None:
        self._message.setText(text)
        self._show_only(self._message)
        self._tell_note("")

    def _show_only(self, shown: QWidget) -> None:
        for each in (self._message, self.sum, self.cost):
            each.setVisible(each is shown)

    def _whose(self, picture: Picture) -> Whose:
        return Whose(f"{SOURCE_WORDS[picture.session.source].prefix} {picture.row}")

    def _show_sum(self, picture: Picture, worked: WeightedSum, *, hidden: bool) -> None:
        neuron, spec, page = worked.neuron, picture.frame.spec, self.sum
        up, ahead = f"^{{{neuron.layer}}}", f"^{{{neuron.layer - 1}}}"
        page.show_equation(
            rf"z{up}_j = \sum_k w{up}_{{jk}}\,a{ahead}_k + b{up}_j",
            tr("z_j = Σ_k w_jk a_k + b_j, layer {layer}", layer=neuron.layer),
            tr("Each neuron k of the layer before gives a term w·a."),
            self._whose(picture),
        )
        data = picture.frame.data
        is_named = neuron.layer == 1 and data.image_shape is None
        table = sum_table(worked, tuple(data.feature_names) if is_named else (), whole=page.is_whole)
        page.show_terms(replace(table, hides_terms=hidden))
        if hidden:
            page.player.offer(None)
        activation = ACTIVATIONS[spec.activations[neuron.layer - 1]]
        size = worked.size + abs(worked.bias)
        page.show_line("sum", None if hidden else Line("Σ", cell(worked.total, of=worked.size)))
        page.show_line("bias", Line("+ b", cell(worked.bias)))
        page.show_line("dz", None if worked.dz is None else Line(tr("+ Δz, held"), cell(worked.dz)))
        z, a = ("?", "?") if hidden else (cell(worked.z, of=size), cell(worked.a))
        page.show_line("z", Line("= z", z))
        page.show_line("a", Line("a", a, activation.formula))
        dropped = (
            None if worked.factor is None else Line(tr("× m of dropout"), numbers.significant(worked.factor))
        )
        page.show_line("factor", dropped)
        self._curve.show_sum(worked, has_point=not hidden)
        self._show_only(page)
        self._tell_note(str(neuron))

    def _show_cost(self, picture: Picture, cost: BatchCost) -> None:
        frame, page = picture.frame, self.cost
        chosen, spec = COSTS[frame.config.cost], frame.spec
        page.show_equation(
            rf"C_{{\mathrm{{batch}}}} = \frac{{1}}{{{len(cost.costs)}}}\sum_x C_x",
            tr("C of the batch is the mean over its {count} samples", count=numbers.count(len(cost.costs))),
            chosen.purpose,
            self._whose(picture),
        )
        names = frame.data.output_names
        says_more = any(name != str(k) for k, name in enumerate(names))
        page.show_terms(cost_table(cost, spec.depth, tuple(names) if says_more else (), whole=page.is_whole))
        page.show_line(
            "one", Line(tr("C, this sample"), numbers.significant(cost.cost_of_one), chosen.formula)
        )
        page.show_line("mean", Line(tr("C, this batch"), numbers.significant(cost.cost, digits=5)))
        walk = picture.session.walk
        assert walk is not None
        self.bars.show_costs(cost.costs, cost.cost, walk.reading.samples.rows, picture.row)
        self._show_only(page)
        self._tell_note("")

    @guard
    def _on_more_clicked(self) -> None:
        if self._picture is not None:
            self._show(self._picture)

    @guard
    def _on_neuron_chosen(self, neuron: Neuron) -> None:
        self.act_requested.emit(Follow(neuron))

    @guard
    def _on_sample_chosen(self, row: int) -> None:
        self.act_requested.emit(ChooseSample(row))

    @guard
    def _on_row_pointed(self, row: int | None) -> None:
        picture, table = self._picture, self.sum.table.table
        if row is None or picture is None or picture.forward is None:
            self.act_requested.emit(PointAt(None))
            return
        pair = (table.neuron(row), picture.forward.neuron)
        self.act_requested.emit(PointAt(Pointed(pair, is_edge=True, words=table.in_words(row))))
