"""Readings of routes: what is asked fits the frame that it is asked of."""

import pytest
from PySide6.QtCore import QObject

from bpexplorer.core.route_reading import RouteReading
from bpexplorer.core.spec import Neuron
from bpexplorer.document.session import Session
from bpexplorer.window.route_reader import RouteReader
from tests.askers import PromptAsker
from tests.frames import Training


@pytest.fixture
def asker(qapp: QObject) -> PromptAsker:
    return PromptAsker()


def test_a_sample_that_only_the_frames_to_come_have_waits_for_them(asker: PromptAsker) -> None:
    """Other data may have a larger probe, and a sample of it be chosen before their first frame is there."""
    session, readings = Session(), list[RouteReading | None]()
    reader = RouteReader(session, asker)  # type: ignore[arg-type]
    reader.reading_changed.connect(readings.append)
    few, many = (
        Training((2, 3, 1), ("tanh", "sigmoid"), data="xor", cost="cross_entropy", samples=samples).frame()
        for samples in (20, 400)
    )
    last = len(many.data.probe) - 1
    assert last >= len(few.data.probe)
    session.select(Neuron(1, 2))
    reader.show_frame(few)
    session.choose_sample(last)
    assert [reading.sample for reading in readings if reading] == [0]
    reader.show_frame(many)
    assert [reading.sample for reading in readings if reading] == [0, last]
