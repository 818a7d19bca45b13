"""The plan as JSON has it: a data set by the choice that makes it; a table, which lies beside it, by its digest."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Annotated, Self

import msgspec

from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.data.choice import DataChoice, DrawnChoice, Fit, TableChoice
from bpexplorer.data.recipe import Recipe
from bpexplorer.data.table.table import Table
from bpexplorer.project.plan import Offset, Plan


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A `TableChoice` without its table."""

    digest: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    recipe: Recipe
    samples: int
    test_share: float
    validation_share: float
    scaling: str
    target_scaling: str
    seed: int

    @classmethod
    def of(cls, choice: TableChoice) -> Self:
        return cls(**{field.name: getattr(choice, field.name) for field in fields(cls)})

    def choice(self, table: Table) -> TableChoice:
        """The choice of this table; raises DataError as that does."""
        known = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "digest"}
        return TableChoice(table=table, **known)


@dataclass(frozen=True, slots=True)
class StoredDrawing(StoredTable):
    """A `DrawnChoice` without its table."""

    drawn: int
    low: tuple[float, ...]
    high: tuple[float, ...]
    fit: Fit | None

    def choice(self, table: Table) -> DrawnChoice:
        known = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "digest"}
        return DrawnChoice(table=table, **known)


@dataclass(frozen=True, slots=True)
class PlanOfDataSet:
    """A plan on one of the data sets that the program has."""

    spec: NetworkSpec
    config: TrainingConfig
    data: DataChoice
    offsets: tuple[Offset, ...] = ()

    def __post_init__(self) -> None:
        self.plan()  # what can't be is refused here, where its place in the file is known

    def plan(self) -> Plan:
        """The plan itself."""
        return Plan(self.spec, self.config, self.data, self.offsets)


@dataclass(frozen=True, slots=True)
class PlanOfTable:
    """A plan on a table of somebody's own."""

    spec: NetworkSpec
    config: TrainingConfig
    data: StoredTable
    offsets: tuple[Offset, ...] = ()

    def plan(self, table: Table) -> Plan:
        """The plan on this table; raises BpExplorerError if it can't be."""
        return Plan(self.spec, self.config, self.data.choice(table), self.offsets)


@dataclass(frozen=True, slots=True)
class PlanOfDrawing(PlanOfTable):
    """A plan on samples that are drawn by hand."""

    data: StoredDrawing


StoredPlan = PlanOfDataSet | PlanOfTable


def stored(plan: Plan) -> StoredPlan:
    """What JSON says of a plan."""
    if isinstance(plan.data, DrawnChoice):
        return PlanOfDrawing(plan.spec, plan.config, StoredDrawing.of(plan.data), plan.offsets)
    if isinstance(plan.data, TableChoice):
        return PlanOfTable(plan.spec, plan.config, StoredTable.of(plan.data), plan.offsets)
    return PlanOfDataSet(plan.spec, plan.config, plan.data, plan.offsets)


def kind_of(plain: object) -> type[StoredPlan]:
    """Which of them a plan is, as JSON is decoded."""
    data = plain.get("data") if isinstance(plain, Mapping) else None
    if not isinstance(data, Mapping) or "digest" not in data:
        return PlanOfDataSet
    return PlanOfDrawing if "drawn" in data else PlanOfTable
