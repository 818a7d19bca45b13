"""The table of panels: what each is called, where its dock stands, what it asks."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from bpexplorer.document.picture import Picture
from bpexplorer.panels.panel import Panel, PanelSpec, Question

_Area = Qt.DockWidgetArea


def _make_build(parent: QWidget) -> Panel:
    from bpexplorer.panels.build import BuildPanel

    return BuildPanel(parent)


def _make_cost(parent: QWidget) -> Panel:
    from bpexplorer.panels.cost import CostPanel

    return CostPanel(parent)


def _make_delta(parent: QWidget) -> Panel:
    from bpexplorer.panels.delta import DeltaPanel

    return DeltaPanel(parent)


def _make_demon(parent: QWidget) -> Panel:
    from bpexplorer.panels.demon import DemonPanel

    return DemonPanel(parent)


def _make_equation(parent: QWidget) -> Panel:
    from bpexplorer.panels.equation import EquationPanel

    return EquationPanel(parent)


def _make_routes(parent: QWidget) -> Panel:
    from bpexplorer.panels.routes import RoutesPanel

    return RoutesPanel(parent)


def _make_metrics(parent: QWidget) -> Panel:
    from bpexplorer.panels.metrics import MetricsPanel

    return MetricsPanel(parent)


def _ask_metrics(picture: Picture, part: Any) -> Callable[[], Any]:
    from bpexplorer.core.metrics_reading import read_metrics

    frame = picture.frame
    return partial(read_metrics, frame.trained_network, frame.data, part=part, step=frame.step)


def _make_flow(parent: QWidget) -> Panel:
    from bpexplorer.panels.flow import FlowPanel

    return FlowPanel(parent)


def _ask_flow(picture: Picture, over: Any) -> Callable[[], Any] | None:
    from bpexplorer.core.flow_reading import read_flow

    run = picture.frame.run_state
    assert run is not None, "its question needs the run"
    return partial(read_flow, run, over=over) if len(run.data.samples(over).x) else None


def _make_reuse(parent: QWidget) -> Panel:
    from bpexplorer.panels.reuse import ReusePanel

    return ReusePanel(parent)


def _ask_reuse(picture: Picture, counted: Any) -> Callable[[], Any] | None:
    from bpexplorer.panels.reuse import count

    return None if picture.frame.spec == counted else partial(count, picture.frame.spec)


#: Docks of one area lie below each other in this order, at the bottom beside each other.
PANELS: Final[dict[str, PanelSpec]] = {
    spec.name: spec
    for spec in (
        PanelSpec(
            name="dock_build", title="Build", make=_make_build, area=_Area.LeftDockWidgetArea, guide="Build"
        ),
        PanelSpec(
            name="dock_cost", title="Cost", make=_make_cost, area=_Area.RightDockWidgetArea, guide="Train"
        ),
        PanelSpec(
            name="dock_delta",
            title="δ by layer",
            make=_make_delta,
            area=_Area.RightDockWidgetArea,
            guide="Colours",
        ),
        PanelSpec(
            name="dock_demon",
            title="Demon",
            make=_make_demon,
            area=_Area.RightDockWidgetArea,
            guide="Be the demon",
        ),
        PanelSpec(
            name="dock_equations",
            title="Equation",
            make=_make_equation,
            area=_Area.BottomDockWidgetArea,
            guide="2. What is δ for?",
        ),
        PanelSpec(
            name="dock_routes",
            title="Routes",
            make=_make_routes,
            area=_Area.BottomDockWidgetArea,
            guide="Be the demon",
        ),
        PanelSpec(
            name="dock_metrics",
            title="Metrics",
            make=_make_metrics,
            area=_Area.BottomDockWidgetArea,
            behind="dock_routes",
            guide="How good is it?",
            question=Question(ask=_ask_metrics),
        ),
        PanelSpec(
            name="dock_flow",
            title="Gradient flow",
            make=_make_flow,
            area=_Area.BottomDockWidgetArea,
            behind="dock_routes",
            guide="Where does δ fade?",
            question=Question(ask=_ask_flow, every=0.5, needs_run=True),
        ),
        PanelSpec(
            name="dock_reuse",
            title="What reuse saves",
            make=_make_reuse,
            area=_Area.BottomDockWidgetArea,
            behind="dock_equations",
            guide="2. What is δ for?",
            question=Question(ask=_ask_reuse, every=0.0),
        ),
    )
}


def spec_of(name: str) -> PanelSpec:
    """The entry of the dock with this object name."""
    return PANELS[name]
