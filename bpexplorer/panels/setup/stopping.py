"""Set-up's section on when training stops by itself."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.rules.stopping import STOPPING_RULES, StoppingRule
from bpexplorer.core.training_data import PARTS
from bpexplorer.data.prepare import PreparedData
from bpexplorer.look import numbers
from bpexplorer.look.tooltips import explain
from bpexplorer.look.typing.number_field import NumberField, percent, short
from bpexplorer.look.typing.stops import linear, one_two_five
from bpexplorer.panels.setup.section import SetupSection
from bpexplorer.panels.setup.summaries import stopping_summary
from bpexplorer.project.plan import Plan
from bpexplorer.translation import tr


class StoppingSection(SetupSection):
    """The limits of the stopping rules, and the best state so far. 0 is off."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Stop when"), name="stopping", parent=parent)

    @override
    def _make(self) -> None:
        for rule in STOPPING_RULES.values():
            asked = "" if rule.at_any_step else tr("Asked at the end of each epoch. ")
            self.add_number(
                rule.name,
                rule.label,
                _box_for(rule, self.main),
                tooltip=explain(rule, then=tr("{asked}0 is off. Takes effect immediately.", asked=asked)),
                unit=_unit(rule),
                spoken=f"“{rule.label}”",
            )
        self._best = self.add_words(
            "best_state",
            tooltip=tr(
                "The epoch with the lowest validation cost (training cost without a validation set). Train, "
                "Go back to best returns to it."
            ),
        )

    @override
    def _sum_up_plan(self, plan: Plan, prepared: PreparedData) -> None:
        self.header.show_summary(stopping_summary(plan.config))

    @override
    def _write_frame(self, frame: Frame) -> None:
        best = frame.best
        if best is not None:
            part = PARTS[best.part].removesuffix(" set")
            cost = numbers.significant(best.cost, digits=4)
            self._best.setText(
                tr(
                    "Best: {part} cost {cost} (epoch {epoch})",
                    part=part,
                    cost=cost,
                    epoch=numbers.count(best.epoch),
                )
            )


def _unit(rule: StoppingRule) -> float:
    """What a limit of 1 is called on the screen: shares are percentages."""
    return 100.0 if rule.is_share else 1.0


def _box_for(rule: StoppingRule, parent: QWidget) -> NumberField:
    return NumberField(
        0.0,
        rule.high * _unit(rule),
        written=percent if rule.is_share else short,
        stepped=linear(1) if rule.is_share or rule.is_whole else one_two_five,
        is_whole=rule.is_whole,
        zero=tr("off"),
        parent=parent,
    )
