"""The tug of war on screen: each number has its name beside it."""

from pytestqt.qtbot import QtBot

from bpexplorer.core.readings.laboratory.tug import read_tug
from bpexplorer.core.spec import Neuron
from bpexplorer.document.session import SessionState
from bpexplorer.look.widgets.labels import Caption
from bpexplorer.panels.tug.panel import TugPanel
from tests.frames import Training
from tests.pictures import draw

NEURON = Neuron(2, 1)


def test_in_a_low_panel_no_number_stands_without_its_whole_name(qtbot: QtBot) -> None:
    panel = TugPanel()
    qtbot.addWidget(panel)
    panel.resize(484, 130)
    with qtbot.waitExposed(panel):
        panel.show()
    frame, session = Training().frame(), SessionState(selection=(NEURON,))
    panel.show_session(session)
    draw(panel, frame, session)
    panel.show_reading(read_tug(frame.network, frame.data, cost=frame.config.cost, neuron=NEURON))
    for layout in (panel.layout(), panel._line_up):
        layout.activate()  # type: ignore[union-attr]
    captions = [each for each in panel.findChildren(Caption) if each.isVisible() and each.text()]
    assert len(captions) >= 6
    assert [each.text() for each in captions if each.is_elided()] == []
