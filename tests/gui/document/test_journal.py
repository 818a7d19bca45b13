"""Edits that no whole write of the work has seen yet are made again from the journal, to the bit."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bpexplorer.core.edits.base import Edit
from bpexplorer.core.edits.demon import HoldDemon, LetGo
from bpexplorer.core.edits.masks import (
    Freeze,
    FreezeConnections,
    Reinitialise,
    RemoveBiases,
    RemoveConnections,
)
from bpexplorer.core.edits.run import RestoreBest
from bpexplorer.core.edits.structure import (
    AddNeurons,
    InsertLayer,
    RemoveLayer,
    RemoveNeurons,
    SetActivation,
    SetDropout,
)
from bpexplorer.core.edits.values import SetBiases
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.network import Network
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import LayerSpec, NetworkSpec, Neuron
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.ledger import Ledger
from bpexplorer.core.training.state import TrainerState
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.data.choice import DataChoice, table_choice
from bpexplorer.data.drawing import Stroke, with_class
from bpexplorer.data.scaling import Scaling
from bpexplorer.data.table.table import Table
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.project import files
from bpexplorer.project.plan import Plan
from bpexplorer.project.project import Project
from bpexplorer.project.recovery import journal as journal_module
from bpexplorer.project.recovery import ways as ways_module
from bpexplorer.project.recovery.folder import WORK, About, WorkFolder
from bpexplorer.project.recovery.lines import JOURNAL, PLAIN
from bpexplorer.project.recovery.lost import find, take
from bpexplorer.project.recovery.notes import Notes
from bpexplorer.project.recovery.ways import Way, of_edits, to_mark
from bpexplorer.project.weights import WeightsFile
from tests.runs import advance, assert_same_run
from tests.tables import flower_choice, flowers, table
from tests.thread import Thread

XOR = DataChoice(name="xor", samples=30, noise=0.1)


class Window:
    """A document whose edits are noted as its window notes them, and the folder of its work."""

    def __init__(self, root: Path, *, steps: int = 12) -> None:
        spec = NetworkSpec.create((2, 4, 3, 1), ("tanh", "tanh", "sigmoid"))
        config = TrainingConfig(cost="quadratic", optimizer="adam", learning_rate=0.01, batch_size=4)
        self.root = root
        self.document = NetworkDocument(Plan(spec, config, XOR))
        self.thread = Thread(self.document)
        advance(self.thread.trainer, steps)
        self.folder = WorkFolder.make(root)
        self.notes = Notes(self.document.plan, lambda: self.folder.journal, self._mark_of)
        self.notes.restored()
        self.keep()
        self.document.message_posted.connect(
            lambda message: self.notes.message(message, self.document.plan, self.document.posted)
        )
        self.document.plan_changed.connect(lambda new, old: self.notes.plan(new, old, self.document.posted))

    def use(self, table: Table, *, keep_weights: bool = False) -> None:
        """Let the document have a table, as `OwnData` does."""
        self.folder.keep_table(table)
        self.document.choose_data(table_choice(table), keep_weights=keep_weights)

    def keep(self) -> None:
        """Write the work whole."""
        state = self.thread.trainer.state()
        project = Project(self.document.plan, state)
        self.folder.keep(
            project, About(), number=self.document.posted, mark=self.notes.mark, ways=self.ways()
        )

    def ways(self) -> list[Way]:
        """What can be undone, redone and gone back to now."""
        marks = (to_mark(mark.number, mark.state, mark.plan) for mark in self.document.marks.kept)
        return [*of_edits(self.notes.sides.now(), self.thread.ledger.ways), *marks]

    def train(self, steps: int = 3) -> None:
        trainer = advance(self.thread.trainer, steps)
        self.document.note_progress(trainer.run, trainer.step)

    def _mark_of(self, state: TrainerState) -> int | None:
        return next((mark.number for mark in self.document.marks.all if mark.state is state), None)

    def move_layer(self) -> None:
        self.document.move_layer(1, 2.0, 1.0)

    def found(self) -> Project:
        """What is found after its process was killed."""
        self.folder.let_go()
        found = find(self.root)
        assert found.unreadable == ()
        return found.works[0].project

    def check_found(self) -> None:
        """All of it is found."""
        found = self.found()
        assert found.plan == self.document.plan
        state, data = Trainer(found.state).state(), self.thread.trainer.data
        assert state.data.x_train.tobytes() == data.x_train.tobytes()
        object.__setattr__(state, "data", data)  # made anew, with the same bits
        assert_same_run(state, self.thread.trainer.state())


@pytest.fixture
def window(qapp, tmp_path) -> Window:
    return Window(tmp_path / "kept")


def import_weights(document: NetworkDocument) -> None:
    network = Network.create((2, 5, 1), ("relu", "tanh"), rng=np.random.default_rng(0))
    document.import_weights(
        WeightsFile(network=network, cost="quadratic", scaling=Scaling(np.zeros(2), np.ones(2)))
    )


EDITS: dict[str, Callable[[NetworkDocument], object]] = {
    "configure": lambda document: document.configure(learning_rate=0.07),
    "optimizer": lambda document: document.configure(optimizer="momentum"),
    "cost": lambda document: document.configure(cost="cross_entropy"),
    "data": lambda document: document.choose_data(DataChoice(name="circle", samples=24, scaling="standard")),
    "data, keeping weights": lambda document: document.choose_data(
        DataChoice(name="circle", samples=24, scaling="standard"), keep_weights=True
    ),
    "output": lambda document: document.request(SetActivation(document.plan.spec.depth, "tanh")),
    "reset": lambda document: document.restart(),
    "seed": lambda document: document.restart(seed=7),
    "back": lambda document: document.go_back(),
    "import": import_weights,
} | {
    type(edit).__name__: lambda document, edit=edit: document.request(edit)
    for edit in (
        AddNeurons(1, 2),
        RemoveNeurons(1, (0, 2)),
        InsertLayer(2, LayerSpec(3, "relu")),
        RemoveLayer(2),
        SetActivation(1, "relu"),
        SetDropout(1, 0.25),
        SetBiases(1, (0,), 0.5),
        Freeze(1, (0,)),
        FreezeConnections(1, ((0, 1),)),
        RemoveConnections(1, ((1, 0),)),
        RemoveBiases(1),
        Reinitialise(1, (1,)),
        HoldDemon(Neuron(1, 0), 0.5),
        LetGo(),
        RestoreBest(),
    )
}


def draw_points(document: NetworkDocument, *, gone: bool = True) -> None:
    document.draw(
        Stroke(((0.25, -0.5), (0.75, 1.0)), ((1.0,), (0.0,)), (("train", 1), ("test", 0)) if gone else ())
    )


def go_back(document: NetworkDocument) -> None:
    document.marks.take("Play")
    document.request(AddNeurons(1))
    document.marks.go_back()


#: What was only written whole before.
MORE = {
    "draw": draw_points,
    "draw on": lambda document: (draw_points(document), draw_points(document, gone=False)),
    "draw, another scaling": lambda document: (
        draw_points(document),
        document.choose_data(replace(document.plan.data.fitted_anew(), scaling="standard")),
    ),
    "a class more": lambda document: (
        draw_points(document),
        document.choose_data(with_class(document.plan.data)),
    ),
    "back to before": go_back,
}
EDITS |= MORE


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edit_is_found_though_the_work_was_never_written_after_it(window, edit) -> None:
    edit(window.document)
    window.check_found()


def test_data_of_ones_own_are_found_and_all_that_was_done_to_them(window) -> None:
    window.document.request(AddNeurons(1))
    window.use(flowers(), keep_weights=True)
    window.document.choose_data(flower_choice(scaling="none", seed=3))
    window.use(table(x=[0.0, 1.0, 2.0, 3.0], y=[1.0, 3.0, 5.0, 7.0]))
    window.document.undo_stack.undo()
    window.document.request(AddNeurons(1, 2))
    window.check_found()


def test_a_small_table_needs_no_file_of_its_own(window) -> None:
    window.document.choose_data(flower_choice())
    window.document.request(AddNeurons(1))
    window.check_found()


def test_what_is_done_to_large_data_that_were_never_written_is_not_found_nor_what_follows(
    window, monkeypatch
) -> None:
    monkeypatch.setattr(journal_module, "MOST_TABLE_NUMBERS", 1)
    window.document.request(AddNeurons(1))
    before = window.document.plan
    window.document.choose_data(flower_choice())
    window.document.request(AddNeurons(1))
    assert window.found().plan == before


def test_edits_of_a_start_on_a_table_are_found_before_any_work_was_written(qapp, tmp_path) -> None:
    window = without_work(tmp_path)
    window.use(flowers())
    window.folder.journal.note_opened_start(
        window.document.posted, window.document.plan, window.thread.trainer.run
    )
    window.document.request(AddNeurons(1))
    window.check_found()


def test_every_edit_that_a_user_makes_is_in_the_journal() -> None:
    known = {kind.__name__ for kind in _all(Edit) if kind.__module__.startswith("bpexplorer.core.edits")}
    inverse = {
        "PutPlaces",
        "PutNeurons",
        "PutBiases",
        "PutHeldDemon",
        "OpenLayer",
        "CloseLayer",
        "RestoreState",
        "ConfigureWithMoments",
        "ChangeSamples",
    }
    bases = {"ParametersEdit", "MaskEdit", "InTurn", "TakeBack"}
    assert {name for name in known if name[0] != "_"} - inverse - bases == PLAIN.keys() | {
        "UseData",
        "UseDataKeepingWeights",
    }


def _all(kind: type) -> list[type]:
    return [each for sub in kind.__subclasses__() for each in (sub, *_all(sub))]


@pytest.mark.parametrize("seed", range(6))
def test_edits_undos_redos_and_marks_in_any_order_are_found(qapp, tmp_path, seed) -> None:
    chance, window = random.Random(seed), Window(tmp_path)
    marks, stack = window.document.marks, window.document.undo_stack

    def play() -> None:
        marks.take("Play")
        window.train(chance.choice((1, 5, 40)))
        window.keep()

    others = [stack.undo, stack.redo, window.move_layer, play, marks.go_back, lambda: marks.take("Run")]
    for _ in range(14):
        act = chance.choice((*EDITS.values(), *(5 * others)))
        try:
            act(window.document) if act in EDITS.values() else act()
        except BpExplorerError:  # an edit that can't be made of this network
            continue
        if chance.random() < 0.2:
            window.keep()
    window.check_found()


def test_nothing_is_made_twice_that_the_work_has_seen(window) -> None:
    window.document.request(AddNeurons(1))
    window.document.request(AddNeurons(1))
    window.keep()
    window.check_found()


def test_killed_between_the_journal_and_the_work_the_older_work_is_followed(window) -> None:
    window.document.request(AddNeurons(1))
    window.folder.journal.note_kept(window.document.posted, "0" * 64)  # a work that was never there
    window.document.request(AddNeurons(2))
    window.check_found()


@pytest.mark.parametrize("damage", [b"", b"{", b'{"type":"made","session":"', b"\x00\xff"])
def test_from_an_edit_that_is_missing_on_nothing_is_made(window, damage) -> None:
    sizes = []
    for _ in range(3):
        window.document.request(AddNeurons(1))
        sizes.append(window.document.plan.spec.sizes)
    path = window.folder.path / JOURNAL
    lines = path.read_bytes().splitlines()
    second = [index for index, line in enumerate(lines) if b'"made"' in line][1]
    lines[second] = damage
    path.write_bytes(b"\n".join(lines))
    assert window.found().plan.spec.sizes == sizes[0]


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edit_that_the_work_has_seen_is_taken_back_and_made_again_from_the_journal(window, edit) -> None:
    window.train()
    edit(window.document)
    window.train()
    window.keep()
    window.train()
    window.keep()
    window.document.undo_stack.undo()
    window.document.request(LetGo())
    window.document.undo_stack.undo()
    window.document.undo_stack.redo()
    window.document.undo_stack.undo()
    window.document.undo_stack.redo()
    window.check_found()


def test_an_edit_that_the_work_has_seen_undone_is_made_again_from_the_journal(window) -> None:
    window.document.request(RemoveNeurons(1, (0, 2)))
    window.train()
    window.keep()
    window.document.undo_stack.undo()
    window.train()
    window.keep()
    window.document.undo_stack.redo()
    window.document.undo_stack.undo()
    window.document.request(AddNeurons(1))
    window.check_found()


@pytest.mark.parametrize("is_kept_first", [True, False])
def test_going_back_to_a_mark_is_found_and_its_undo(window, is_kept_first) -> None:
    window.document.marks.take("Play")
    if is_kept_first:
        window.train()
        window.keep()
    window.document.request(AddNeurons(1))
    window.document.marks.go_back()
    window.document.request(AddNeurons(1, 3))
    window.document.undo_stack.undo()
    window.document.undo_stack.undo()
    window.document.undo_stack.redo()
    window.check_found()


def test_a_large_import_is_found_whose_numbers_were_written_before(window, monkeypatch) -> None:
    monkeypatch.setattr(journal_module, "MOST_PARAMETER_BYTES", 0)
    network = Network.create((2, 5, 1), ("relu", "tanh"), rng=np.random.default_rng(0))
    window.folder.keep_numbers(Parameters.of_network(network).flat)
    import_weights(window.document)
    window.document.request(AddNeurons(1))
    window.check_found()


def test_work_that_was_restored_is_edited_and_found_before_it_is_written(window) -> None:
    window.document.request(AddNeurons(1))
    window.folder.let_go()
    (work,) = find(window.root).works
    again = Window(window.root.parent / "again")
    again.folder.remove()
    folder = take(work)
    again.document.load(
        work.project.plan, path=None, run=work.project.state.run, step=work.project.state.step
    )
    again.thread.trainer, again.thread.ledger = Trainer(work.project.state), Ledger()
    again.folder, again.root = folder, window.root
    again.notes.opened(work.project, work.about)
    again.notes.adopted(folder.journal, again.document.posted, work.session)
    again.document.request(AddNeurons(2))
    again.document.request(RemoveNeurons(1, (0,)))
    again.document.undo_stack.undo()
    found = again.found()
    assert found.plan == again.document.plan
    assert found.state.planes.flat.tobytes() == again.thread.trainer.state().planes.flat.tobytes()


def test_files_of_what_can_no_longer_be_undone_go(window, monkeypatch) -> None:
    def files_of_ways() -> int:
        return len(list(window.folder.path.glob("ways-*")))

    for _ in range(3):
        window.document.request(AddNeurons(1))
        window.keep()
    assert files_of_ways() == 3
    for _ in range(3):
        window.document.undo_stack.undo()
    window.document.request(AddNeurons(2))  # which the three can't be made again after
    window.keep()
    assert files_of_ways() == 1
    monkeypatch.setattr(ways_module, "MOST_BYTES", 0)
    window.keep()
    assert files_of_ways() == 0


def test_an_undo_whose_numbers_are_gone_ends_what_the_journal_tells(window) -> None:
    window.document.request(AddNeurons(1))
    window.keep()
    found_then = window.document.plan
    for path in window.folder.path.glob("ways-*"):
        path.write_bytes(path.read_bytes()[:-9])
    window.document.undo_stack.undo()
    window.document.request(AddNeurons(2))
    assert window.found().plan == found_then


def test_edits_of_another_window_that_had_the_folder_before_are_no_longer_followed(window) -> None:
    window.document.request(AddNeurons(1))
    window.folder.let_go()
    (work,) = find(window.root).works
    folder = WorkFolder.take(work.folder)
    assert folder is not None
    folder.keep(work.project, About(), number=0)
    folder.let_go()
    assert find(window.root).works[0].project.plan == window.document.plan


def test_a_long_journal_begins_anew_where_the_work_has_seen_all_of_it(window, monkeypatch) -> None:
    monkeypatch.setattr(journal_module, "MOST_BYTES", 10)
    journal, path = window.folder.journal, window.folder.path / JOURNAL
    window.document.request(AddNeurons(1))
    size = path.stat().st_size
    journal.shorten(window.document.posted)  # which the work hasn't seen
    assert path.stat().st_size == size
    window.keep()
    window.document.marks.take("Play")
    journal.shorten(window.document.posted, window.notes.mark)
    assert path.stat().st_size > size, "the mark is in no file yet"
    window.keep()
    size = path.stat().st_size
    journal.shorten(window.document.posted, window.notes.mark)
    assert path.stat().st_size < size
    window.document.request(AddNeurons(1))
    window.check_found()


def test_once_nothing_is_unsaved_there_is_nothing_to_follow(window) -> None:
    window.folder.journal.note_opened_start(window.document.posted, window.document.plan, 0)
    window.document.request(AddNeurons(1))
    window.folder.journal.note_clean()
    window.folder.clear()
    window.folder.let_go()
    assert find(window.root).works == ()
    assert not (window.folder.path / WORK).exists()


def test_work_that_was_saved_is_not_asked_about_though_its_window_was_killed_before_it_was_cleared(
    window,
) -> None:
    window.document.request(AddNeurons(1))
    window.keep()
    window.folder.journal.note_clean()
    window.folder.let_go()
    assert find(window.root).works == ()


def test_what_cannot_be_noted_stops_nothing(window) -> None:
    (window.folder.path / JOURNAL).unlink()
    (window.folder.path / JOURNAL).mkdir()
    window.document.request(AddNeurons(1))
    window.keep()
    assert window.found().plan == window.document.plan


def without_work(root: Path, steps: int = 0) -> Window:
    """A window that was never written whole."""
    window = Window(root, steps=steps)
    window.folder.clear()
    window.folder.journal.begin_anew()
    return window


def test_edits_of_a_start_are_found_before_any_work_was_written(qapp, tmp_path) -> None:
    window = without_work(tmp_path)
    window.folder.journal.note_opened_start(window.document.posted, window.document.plan, 0)
    window.document.request(AddNeurons(1))
    window.document.restart(seed=5)
    window.move_layer()
    window.check_found()


def test_edits_of_a_saved_file_are_found_before_any_work_was_written(qapp, tmp_path) -> None:
    window, path = without_work(tmp_path / "kept", steps=9), tmp_path / "saved.bpx"
    written = files.save(Project(window.document.plan, window.thread.trainer.state()), path)
    window.folder.journal.note_opened_file(window.document.posted, str(path), written.digest)
    window.document.request(AddNeurons(1))
    window.document.configure(learning_rate=0.2)
    window.check_found()


def test_nothing_is_made_on_a_file_that_is_another_by_now(qapp, tmp_path) -> None:
    window, path = without_work(tmp_path / "kept", steps=9), tmp_path / "saved.bpx"
    written = files.save(Project(window.document.plan, window.thread.trainer.state()), path)
    window.folder.journal.note_opened_file(window.document.posted, str(path), written.digest)
    window.document.request(AddNeurons(1))
    files.save(Project(window.document.plan, window.thread.trainer.state()), path)
    window.folder.let_go()
    assert find(window.root).works == ()


def test_what_was_opened_without_an_edit_is_no_lost_work(qapp, tmp_path) -> None:
    window = without_work(tmp_path)
    window.folder.journal.note_opened_start(window.document.posted, window.document.plan, 0)
    window.folder.let_go()
    assert find(window.root).works == ()


def test_work_that_is_older_than_what_was_saved_since_gives_way_to_edits_of_the_file(
    window, tmp_path
) -> None:
    path = tmp_path / "saved.bpx"
    window.document.request(AddNeurons(1))
    written = files.save(Project(window.document.plan, window.thread.trainer.state()), path)
    window.folder.journal.note_clean()  # and killed before the work is cleared
    window.folder.journal.note_opened_file(window.document.posted, str(path), written.digest)
    window.document.request(AddNeurons(2))
    window.check_found()


def test_a_start_is_told_by_its_numbers(window) -> None:
    plan = window.document.plan
    start = Project.at_start(plan)
    assert start.is_at_start
    assert not Project(plan, advance(Trainer(start.state), 1).state()).is_at_start
    flat = start.state.planes.flat.copy()
    flat[0, 0] += 1.0
    planes = replace(start.state, planes=Parameters(plan.spec, flat))
    assert not Project(plan, planes).is_at_start
