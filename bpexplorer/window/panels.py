"""The panels of the window, one for each dock."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from bpexplorer.panels.build import BuildPanel
from bpexplorer.panels.cost import CostPanel
from bpexplorer.panels.delta import DeltaPanel
from bpexplorer.panels.demon import DemonPanel
from bpexplorer.panels.equation import EquationPanel
from bpexplorer.panels.flow import FlowPanel
from bpexplorer.panels.metrics import MetricsPanel
from bpexplorer.panels.reuse import ReusePanel
from bpexplorer.panels.routes import RoutesPanel


@dataclass(frozen=True, slots=True, eq=False)
class Panels:
    """One of each."""

    build: BuildPanel
    cost: CostPanel
    delta: DeltaPanel
    demon: DemonPanel
    equation: EquationPanel
    routes: RoutesPanel
    metrics: MetricsPanel
    flow: FlowPanel
    reuse: ReusePanel

    @classmethod
    def create(cls, parents: Mapping[str, QWidget]) -> "Panels":
        """Make all panels in the bodies of their docks, which are given by name."""
        return cls(
            BuildPanel(parents["dock_build"]),
            CostPanel(parents["dock_cost"]),
            DeltaPanel(parents["dock_delta"]),
            DemonPanel(parents["dock_demon"]),
            EquationPanel(parents["dock_equations"]),
            RoutesPanel(parents["dock_routes"]),
            MetricsPanel(parents["dock_metrics"]),
            FlowPanel(parents["dock_flow"]),
            ReusePanel(parents["dock_reuse"]),
        )

    def title_controls(self) -> Mapping[str, QWidget]:
        """What some panels have on the title line of their dock, by its object name."""
        return {
            "dock_cost": self.cost.title_controls,
            "dock_delta": self.delta.title_controls,
            "dock_metrics": self.metrics.title_controls,
            "dock_flow": self.flow.title_controls,
            "dock_reuse": self.reuse.title_controls,
        }

    def by_dock(self) -> Mapping[str, QWidget]:
        """The panels by the object name of their dock."""
        return {
            "dock_build": self.build,
            "dock_cost": self.cost,
            "dock_delta": self.delta,
            "dock_demon": self.demon,
            "dock_equations": self.equation,
            "dock_routes": self.routes,
            "dock_metrics": self.metrics,
            "dock_flow": self.flow,
            "dock_reuse": self.reuse,
        }
