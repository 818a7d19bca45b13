"""The table of panels: each one's entry stands in its package."""

from typing import Final

from bpexplorer.panels import (
    checks,
    cost,
    delta,
    demon,
    flow,
    forecast,
    forward,
    image,
    metrics,
    origin,
    phases,
    plane,
    reuse,
    samples,
    setup,
    update,
)
from bpexplorer.panels.panel import PanelSpec

#: Docks of one area lie below each other in this order, at the bottom beside each other.
PANELS: Final[dict[str, PanelSpec]] = {
    spec.name: spec
    for spec in (
        setup.SPEC,
        phases.SPEC,
        plane.SPEC,
        cost.SPEC,
        delta.SPEC,
        demon.SPEC,
        forward.SPEC,
        origin.SPEC,
        metrics.SPEC,
        samples.SPEC,
        update.SPEC,
        flow.SPEC,
        image.SPEC,
        reuse.SPEC,
        checks.SPEC,
        forecast.SPEC,
    )
}
