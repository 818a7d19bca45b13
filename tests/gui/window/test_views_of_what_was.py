"""Until the first frame after an edit, panels show the network from before. What they ask for may be gone."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from bpexplorer.canvas.layout import Part
from bpexplorer.core.edits.structure import RemoveNeurons
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.document.acts.looking import ChooseSample, Select
from bpexplorer.panels.delta.row import DeltaRow
from bpexplorer.panels.shared.cells.heatmap import Heatmap
from bpexplorer.project import files
from bpexplorer.project.presets import preset
from tests.windows import Desk

LEFT = Qt.MouseButton.LeftButton


def heatmap_of(desk: Desk, layer: int) -> Heatmap:
    row = desk.find(f"delta_row_{layer}")
    assert isinstance(row, DeltaRow)
    return row.heatmap


def save(desk: Desk, path: Path) -> None:
    desk.window.actions_by_name["action_save"].trigger()
    desk.choose_file(path)
    desk.wait_for_message(f"Saved {path.name}")


def test_a_cell_of_a_layer_that_is_gone_selects_nothing_and_saving_goes_on(
    open_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    desk = open_desk(preset("xor").project())
    document = desk.window.document
    document.insert_layer(2, size=9)
    desk.wait_for_calm()
    desk.wait(lambda: desk.find_all("delta_row_3") != [])
    cells = heatmap_of(desk, 2), heatmap_of(desk, 3)
    document.undo_stack.undo()
    before = document.session.state
    for heatmap in cells:  # of neuron 8 of layer 2, which has one neuron now, and of layer 3
        QTest.mouseClick(heatmap, LEFT, pos=QPoint(heatmap.width() // 2, heatmap.height() - 8))
    assert document.session.state == before
    save(desk, tmp_path / "xor.bpx")
    assert files.load(tmp_path / "xor.bpx").plan == document.plan


def test_neurons_that_were_counted_before_an_edit_are_selected_as_far_as_they_are_there(
    small_desk: Desk,
) -> None:
    desk, document = small_desk, small_desk.window.document
    document.request(RemoveNeurons(1, (2, 3)))
    desk.window.panels["dock_flow"].act_requested.emit(Select((Neuron(1, 1), Neuron(1, 3))))
    assert document.session.state.selection == (Neuron(1, 1),)


def test_a_sample_that_the_probe_no_longer_has_is_not_looked_at(small_desk: Desk) -> None:
    session = small_desk.window.document.session
    before = session.state
    desk = small_desk.window
    desk.panels["dock_metrics"].act_requested.emit(ChooseSample(99, SampleSource.PROBE))
    desk.panels["dock_delta"].act_requested.emit(Select((Neuron(1, 0),), 99))
    assert session.state.sample == before.sample


def test_what_speaks_of_a_place_closes_when_another_project_opens(small_desk: Desk) -> None:
    desk = small_desk
    desk.click_control(Part.HEADER, 1)
    desk.find("layer_popup")
    desk.window.files.project_opened.emit(preset("xor").project(), None)
    assert desk.find_all("layer_popup") == []
