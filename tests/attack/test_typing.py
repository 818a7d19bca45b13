"""Something is typed into a field and not entered, after an edit: undo, undo, save. All pairs of field and edit."""

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from bpexplorer.project.presets import preset
from tests.typing import EDITS, another_number, fields, type_over, undo_all
from tests.windows import Desk

#: In the sample one edit of so many is made, and one field of so many typed into; what once did harm always is.
_EDITS, _FIELDS = 9, 11
_HARMFUL = {("optimizer nesterov", "nesterov_momentum"), ("schedule step", "step_every")}


def test_what_is_typed_after_any_edit_is_undone_with_it_and_everything_can_be_saved(
    qtbot: QtBot, trials: Callable[[int, int], int], tmp_path: Path
) -> None:
    desk = Desk(qtbot, preset("xor").project())
    document = desk.window.document
    desk.click_neuron(1, 0)
    desk.wait_for_calm()
    desk.unfold_all()
    path = tmp_path / "xor.bpx"
    before, parameters = document.plan, desk.parameters()
    tried = 0
    for number, (edit, make) in enumerate(EDITS.items()):
        harmful = {field for name, field in _HARMFUL if name == edit}
        if number % trials(_EDITS, 1) and not harmful:
            continue
        make(document)
        if not document.undo_stack.can_undo:
            continue  # that is how it is from the beginning
        desk.wait_for_calm()
        names = list(fields(desk))
        undo_all(desk)
        for name in sorted(harmful.union(names[number % trials(_FIELDS, 1) :: trials(_FIELDS, 1)])):
            tried += 1
            document.pending.discard()
            desk.window.message_bar.close_message()
            make(document)
            if name.startswith("selected_"):
                desk.wait_for_calm()  # its numbers come with a frame
            field = fields(desk)[name]
            type_over(field, another_number(field))
            desk.click("button_action_undo")
            undo_all(desk)
            # What needs a restart is no edit yet: undoing the edit of the same thing overtakes it.
            assert desk.message == "" or "no longer waiting" in desk.message, (edit, name)
            assert document.plan == before, (edit, name)
            desk.window.files.save_to(path)
            desk.wait_for_message("Saved")
            state = desk.state()
            assert (state.spec, state.config) == (before.spec, before.config), (edit, name)
            desk.wait_for_calm()
            assert (desk.parameters() == parameters).all(), (edit, name)
    assert tried >= trials(len(_HARMFUL), 266)
