"""The demon in the window: it stands on what is shown unless it is pinned, and changes nothing of the network."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from bpexplorer.canvas.picture.items.edges import EdgesItem
from bpexplorer.canvas.picture.items.headers import HeadersItem
from bpexplorer.canvas.picture.items.layers import ColumnItem
from bpexplorer.canvas.picture.items.marks import DemonItem
from bpexplorer.core.edits.structure import AddNeurons
from bpexplorer.core.readings.demon import DemonReading
from bpexplorer.core.spec import Neuron
from bpexplorer.look import numbers
from bpexplorer.look.theme import current_theme
from bpexplorer.panels.origin.table import OriginDelegate
from bpexplorer.panels.shared.cells.heatmap import Heatmap
from tests.windows import Desk


def test_looking_with_the_demon_changes_no_number_of_the_network(small_desk: Desk) -> None:
    small_desk.run_epochs(1)
    before = small_desk.parameters()
    small_desk.key(Qt.Key.Key_D)
    small_desk.click_neuron(1, 0)
    small_desk.wait(lambda: "layer 1, neuron 0" in small_desk.text("status_activity"))
    for _ in range(3):
        small_desk.turn_wheel_on_neuron(1, 0, 5)
    np.testing.assert_array_equal(small_desk.state().parameters.flat, before)


def test_the_status_line_says_as_of_which_step(small_desk: Desk) -> None:
    small_desk.click_neuron(1, 0)
    small_desk.choose("Demon", "Demon here")
    small_desk.run_epochs(1)
    small_desk.wait(lambda: "a test only" in small_desk.text("status_activity"))
    small_desk.choose_in_panel("dock_demon", "demon_follow")
    step = small_desk.frame.step
    small_desk.run_epochs(1)
    small_desk.wait(lambda: f"pinned to step {numbers.count(step)}" in small_desk.text("status_activity"))


def test_the_menu_turns_halves_and_zeroes_it(small_desk: Desk) -> None:
    small_desk.click_neuron(1, 0)
    small_desk.choose("Demon", "Demon here")
    small_desk.wait(lambda: small_desk.text("demon_actual") != "–")
    small_desk.choose("Demon", "Downhill (against δ)")
    small_desk.wait(lambda: small_desk.number("demon_predicted") < 0)
    dz = abs(demon_dz(small_desk))
    small_desk.choose("Demon", "Halve Δz")
    assert abs(demon_dz(small_desk)) == dz / 2
    small_desk.choose("Demon", "Zero")
    assert demon_dz(small_desk) == 0
    small_desk.wait(lambda: small_desk.number("demon_actual") == 0)


def test_halving_dz_leaves_about_a_quarter_of_the_gap(small_desk: Desk) -> None:
    small_desk.run_epochs(3)
    small_desk.click_neuron(1, 0)
    small_desk.choose("Demon", "Demon here")
    small_desk.enter("demon_dz", "0.2")

    def reading_at(dz: float) -> DemonReading:
        small_desk.wait(lambda: small_desk.window.picturing.picture.demon.dz == dz)
        return small_desk.window.picturing.picture.demon

    small_desk.enter("demon_dz", "0.1")
    gaps = {0.1: reading_at(0.1).gap}
    small_desk.choose("Demon", "Halve Δz")
    gaps[0.05] = reading_at(0.05).gap
    assert gaps[0.05] / gaps[0.1] == pytest.approx(0.25, abs=0.05)


def test_removing_its_neuron_lets_it_go_and_undo_brings_the_neuron_back(small_desk: Desk) -> None:
    small_desk.click_neuron(1, 3)
    small_desk.choose("Demon", "Demon here")
    small_desk.choose("Network", "Remove selected neurons")
    small_desk.wait_for_calm()
    assert small_desk.window.document.session.state.demon is None
    assert "demon" not in small_desk.text("status_activity")
    small_desk.click("button_action_undo")
    small_desk.wait_for_calm()
    assert small_desk.frame.spec.sizes[1] == 4


def test_a_removed_neuron_takes_the_demon_with_it_and_that_is_said(small_desk: Desk) -> None:
    small_desk.click_neuron(1, 3)
    small_desk.choose("Demon", "Demon here")
    small_desk.choose("Network", "Remove selected neurons")
    assert str(Neuron(1, 3)) in small_desk.wait_for_message("the demon is removed with it")


def test_no_edit_and_no_undo_moves_a_pinned_demon(small_desk: Desk) -> None:
    small_desk.run_epochs(1)
    small_desk.click_neuron(1, 2)
    small_desk.choose("Demon", "Demon here")
    small_desk.wait_for_calm()
    small_desk.choose_in_panel("dock_demon", "demon_follow")
    small_desk.wait_for_calm()
    said = {name: small_desk.text(name) for name in ("demon_predicted", "demon_actual", "demon_gap")}
    step = numbers.count(small_desk.frame.step)

    def is_unmoved() -> bool:
        small_desk.wait_for_calm()
        demon = small_desk.window.document.session.state.demon
        title = small_desk.window.docks["dock_demon"].title_line.note.text()
        return (
            demon is not None
            and f"pinned to step {step}" in title
            and said == {name: small_desk.text(name) for name in said}
        )

    document = small_desk.window.document
    for edit in (
        lambda: document.configure(cost="quadratic"),
        lambda: document.request(AddNeurons(1, 1)),
        lambda: document.insert_layer(1),
        document.restart,
        lambda: small_desk.run_epochs(1),
        *[lambda: small_desk.click("button_action_undo")] * 4,
    ):
        edit()
        assert is_unmoved()
    assert small_desk.message == ""


def test_other_data_make_a_pinned_demon_follow_again_and_say_so(small_desk: Desk) -> None:
    small_desk.click_neuron(1, 2)
    small_desk.choose("Demon", "Demon here")
    small_desk.wait_for_calm()
    small_desk.choose_in_panel("dock_demon", "demon_follow")
    document = small_desk.window.document
    document.choose_data(replace(document.plan.data, noise=0.3))
    small_desk.wait_for_message("follows training again")
    demon = document.session.state.demon
    assert demon is not None
    assert demon.follow


def test_the_canvas_marks_nothing_that_a_pinned_demon_changes(small_desk: Desk) -> None:
    small_desk.click_neuron(1, 2)
    small_desk.choose("Demon", "Demon here")
    small_desk.wait_for_calm()
    view = small_desk.window.canvas.view
    assert has_ring(small_desk, 1, 2)
    lines = view.demon_lines()
    assert lines is not None
    assert "ΔC" in lines[1]
    small_desk.choose_in_panel("dock_demon", "demon_follow")
    small_desk.wait_for_calm()
    lines = view.demon_lines()
    assert lines is not None
    assert lines[1] == "pinned to step 0"
    assert not has_ring(small_desk, 1, 2)


def demon_dz(desk: Desk) -> float:
    demon = desk.window.document.session.state.demon
    assert demon is not None
    return demon.dz


def has_ring(desk: Desk, layer: int, neuron: int) -> bool:
    """Whether the demon's colour is painted above a neuron, where its rings are; they are dashed."""
    view = desk.window.canvas.view
    image = view.viewport().grab().toImage()
    place, ratio = view.neuron_position(layer, neuron), image.devicePixelRatio()
    demon = current_theme().demon
    above = (
        image.pixelColor(round((place.x() + across) * ratio), round((place.y() - up) * ratio))
        for up in range(8, 45)
        for across in range(-12, 13)
    )
    return any(
        max(abs(a - b) for a, b in zip(each.getRgb()[:3], demon.getRgb()[:3], strict=True)) < 60
        for each in above
    )


def test_while_only_dz_moves_nothing_is_drawn_again_that_knows_nothing_of_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that a step of the slider takes less time than a picture of the screen."""
    drawn: Counter[str] = Counter()

    def counted(kind: type, draw: Callable[..., None]) -> Callable[..., None]:
        def count(self: object, *arguments: object) -> None:
            drawn[kind.__name__] += 1
            draw(self, *arguments)

        return count

    for kind in (EdgesItem, HeadersItem, ColumnItem, DemonItem):
        monkeypatch.setattr(kind, "draw", counted(kind, kind.draw))
    for kind in (Heatmap, OriginDelegate):
        monkeypatch.setattr(kind, "paint", counted(kind, kind.paint))
    slider, before = desk.find("demon_slider"), demon_dz(desk)
    slider.setFocus()
    desk.wait_for_calm()
    desk.window.repaint()
    drawn.clear()
    steps = (Qt.Key.Key_Right,) * 6
    for key in steps:
        so_far = drawn["DemonItem"]
        desk.key(key, widget=slider)
        desk.wait_for_calm()
        desk.wait(lambda so_far=so_far: drawn["DemonItem"] > so_far)
    assert demon_dz(desk) != before
    drawn.pop("DemonItem")
    # Qt may throw kept pixels away now and then, whatever is done.
    assert all(times < len(steps) for times in drawn.values()), drawn
