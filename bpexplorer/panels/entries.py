"""The table of panels: each one's entry stands in its package."""

from typing import Final

from bpexplorer.panels import (
    activation,
    checks,
    cost,
    delta,
    demon,
    flow,
    forecast,
    forward,
    histograms,
    image,
    metrics,
    neurons,
    origin,
    phases,
    plane,
    reuse,
    samples,
    samples_table,
    setup,
    slices,
    tug,
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
        samples_table.SPEC,
        update.SPEC,
        flow.SPEC,
        image.SPEC,
        tug.SPEC,
        neurons.SPEC,
        histograms.SPEC,
        activation.SPEC,
        slices.SPEC,
        reuse.SPEC,
        checks.SPEC,
        forecast.SPEC,
    )
}
