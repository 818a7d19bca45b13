"""Going back to before training: what is exchanged, to the bit, what it may take of memory, and what it is called."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bpexplorer.core.edits.run import RestoreBest
from bpexplorer.core.edits.structure import AddNeurons
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.history import CAPACITY
from bpexplorer.core.training.state import TrainerState, most_bytes
from bpexplorer.data.choice import DataChoice
from bpexplorer.document.marks import MOST_OF_EDITS, GoBackToMark
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.look import numbers
from bpexplorer.project.plan import Plan
from tests.runs import advance, assert_same_run
from tests.thread import Thread

XOR = DataChoice(name="xor", samples=40, noise=0.1)
SPEC = NetworkSpec.create((2, 4, 1), ("tanh", "sigmoid"))
CONFIG = TrainingConfig(cost="quadratic", optimizer="adam", learning_rate=0.01, batch_size=4)


@pytest.fixture
def document(qapp) -> NetworkDocument:
    return NetworkDocument(Plan(SPEC, CONFIG, XOR))


@pytest.fixture
def thread(document) -> Iterator[Thread]:
    thread = Thread(document)
    yield thread
    thread.check()


def train(thread: Thread, steps: int, what: str = "Play", **series: bool) -> TrainerState:
    """Train as the window does; the state from before it."""
    before = thread.trainer.state()
    thread.document.marks.take(what, **series)
    advance(thread.trainer, steps)
    thread.document.note_progress(thread.trainer.run, thread.trainer.step)
    return before


def test_going_back_exchanges_the_run_and_undo_and_redo_exchange_it_again(document, thread) -> None:
    advance(thread.trainer, 33)
    begun = train(thread, 50)
    later = thread.trainer.state()
    mark = document.marks.go_back()
    assert (mark.what, mark.state.step) == ("Play", 33)
    assert_same_run(thread.trainer.state(), begun)
    document.undo_stack.undo()
    assert_same_run(thread.trainer.state(), later)
    document.undo_stack.redo()
    assert_same_run(thread.trainer.state(), begun)


def test_training_that_an_undo_brings_back_is_unsaved_before_any_frame_of_it(document, thread) -> None:
    train(thread, 50)
    document.marks.go_back()
    document.note_progress(thread.trainer.run, thread.trainer.step)
    assert document.undo_stack.is_clean is False
    document.undo_stack.undo()
    assert document.undo_stack.is_clean
    assert document.modified
    document.mark_saved(
        Path("saved.bpx"),
        plan=document.plan,
        run=thread.trainer.run,
        step=thread.trainer.step - 20,
        generation=document.generation,
    )
    document.request(RestoreBest())
    document.note_progress(thread.trainer.run, thread.trainer.step - 20)
    document.undo_stack.undo()
    assert document.modified


def test_what_follows_is_what_followed(document, thread) -> None:
    train(thread, 70)
    later = thread.trainer.state()
    document.marks.go_back()
    advance(thread.trainer, 70)
    assert_same_run(thread.trainer.state(), later)


def test_what_is_trained_on_either_side_stays_there(document, thread) -> None:
    train(thread, 50)
    document.marks.go_back()
    advance(thread.trainer, 7)
    other = thread.trainer.state()
    document.undo_stack.undo()
    advance(thread.trainer, 5)
    later = thread.trainer.state()
    assert later.step == 55
    document.undo_stack.redo()
    assert_same_run(thread.trainer.state(), other)
    document.undo_stack.undo()
    assert_same_run(thread.trainer.state(), later)


def test_the_plan_is_exchanged_too(document, thread) -> None:
    train(thread, 20)
    document.request(AddNeurons(1, 2))
    document.configure(optimizer="sgd", cost="cross_entropy")
    document.move_layer(1, 3.0, 0.0)
    document.choose_data(DataChoice(name="circle", samples=30))
    train(thread, 20, "Epoch")
    plan, later = document.plan, thread.trainer.state()
    gone_back = [document.marks.go_back().what for _ in range(3)]
    assert gone_back == ["Epoch", "Change the data", "Play"]
    assert document.plan == Plan(SPEC, CONFIG, XOR)
    thread.check()
    for _ in range(3):
        document.undo_stack.undo()
        thread.check()
    assert document.plan == plan
    assert_same_run(thread.trainer.state(), later)


def test_one_mark_after_the_other_leads_back_and_those_before_an_undo_come_back(document, thread) -> None:
    for _ in range(3):
        train(thread, 10)
    steps = [document.marks.go_back().state.step, document.marks.go_back().state.step]
    document.note_progress(thread.trainer.run, thread.trainer.step)
    assert steps == [20, 10]
    train(thread, 5, "Epoch")
    assert document.marks.go_back().what == "Epoch"
    document.note_progress(thread.trainer.run, thread.trainer.step)
    assert document.marks.go_back().state.step == 0
    document.undo_stack.undo()
    document.undo_stack.undo()
    document.undo_stack.undo()  # the step back from 20 to 10
    document.note_progress(thread.trainer.run, thread.trainer.step)
    assert thread.trainer.step == 20
    assert document.marks.target.state.step == 10


def test_it_is_called_after_what_it_goes_back_to_before(document, thread) -> None:
    advance(thread.trainer, 1440)
    train(thread, 10)
    text = document.marks.target.text
    assert text == f"Back to before Play (step {numbers.count(1440)})"
    document.marks.go_back()
    assert document.undo_stack.undo_text == text.replace("Back", "Going back")  # not as if undo led there


def test_single_steps_that_follow_each_other_have_one_mark(document, thread) -> None:
    for _ in range(4):
        train(thread, 1, "Batch", is_series=True)
    document.request(AddNeurons(1))
    for _ in range(4):
        train(thread, 1, "Batch", is_series=True)
    assert document.marks.go_back().state.step == 4
    document.note_progress(thread.trainer.run, thread.trainer.step)
    assert document.marks.go_back().state.step == 0


@pytest.mark.parametrize("macro", [False, True], ids=["one edit", "several as one"])
def test_undo_of_a_structure_that_was_trained_on_says_so_and_leads_back_to_before_it(
    document, thread, macro
) -> None:
    said: list[tuple[str, object]] = []
    document.left_mixed.connect(lambda *told: said.append(told))
    train(thread, 30)
    plan, before = document.plan, thread.trainer.state()
    if macro:
        with document.one_step("Widen"):
            document.request(AddNeurons(1))
            document.request(AddNeurons(1, 2))
    else:
        document.request(AddNeurons(1))
    what = document.undo_stack.undo_text
    document.undo_stack.undo()  # no step was made: to the bit
    assert said == []
    document.undo_stack.redo()
    assert document.marks.target.what == "Play"  # undo leads to where the edit was made
    train(thread, 20)
    document.undo_stack.undo()
    assert not (thread.trainer.state().planes.flat == before.planes.flat).all()
    assert [(text, mark.what) for text, mark in said] == [(what, what)]
    mark = said[0][1]
    assert document.marks.target is mark
    train(thread, 5)  # what is newer doesn't take its place
    document.marks.go_back(mark)
    assert_same_run(thread.trainer.state(), before)
    assert document.plan is plan
    with pytest.raises(BpExplorerError, match="any more"):
        document.marks.go_back(mark)
    thread.check()


def test_settings_and_an_untrained_structure_are_undone_without_a_word(document, thread) -> None:
    said: list[object] = []
    document.left_mixed.connect(lambda *told: said.append(told))
    document.request(AddNeurons(1))
    document.undo_stack.undo()
    document.configure(learning_rate=0.5)
    train(thread, 5)
    document.undo_stack.undo()
    document.restart()
    train(thread, 5)
    document.undo_stack.undo()
    assert said == []
    assert len(document.marks.all) == 3


def test_many_edits_of_the_structure_leave_few_marks_and_those_of_training_stay(document, thread) -> None:
    train(thread, 5)
    for _ in range(2 * MOST_OF_EDITS):
        document.request(AddNeurons(1))
    assert len(document.marks.all) == MOST_OF_EDITS + 1
    assert document.marks.target.what == "Play"


RESTARTS = {
    "reset": lambda document: document.restart(),
    "seed": lambda document: document.restart(seed=9),
    "data": lambda document: document.choose_data(DataChoice(name="circle", samples=30)),
    "precision": lambda document: document.configure(dtype="float32"),
    "applied": lambda document: (
        document.pending.choose_settings(seed=5),
        document.pending.choose_data(DataChoice(name="circle", samples=30)),
        document.apply_pending(),
    ),
}


@pytest.mark.parametrize("restart", RESTARTS.values(), ids=RESTARTS)
def test_a_restart_is_marked_once(document, thread, restart) -> None:
    advance(thread.trainer, 30)
    document.note_progress(thread.trainer.run, thread.trainer.step)
    before, plan = thread.trainer.state(), document.plan
    restart(document)
    advance(thread.trainer, 10)
    document.note_progress(thread.trainer.run, thread.trainer.step)
    name = document.undo_stack.undo_text
    assert document.marks.go_back().what == name
    assert_same_run(thread.trainer.state(), before)
    assert document.plan == plan
    document.note_progress(thread.trainer.run, thread.trainer.step)
    assert document.marks.target is None


def test_nothing_to_go_back_to_has_a_reason(document, thread) -> None:
    marks = document.marks
    assert marks.refusal == "There is no training to undo."
    marks.take("Play")
    assert marks.refusal == "The run is there already."
    with pytest.raises(BpExplorerError, match="there already"):
        marks.go_back()
    assert document.undo_stack.count() == 0
    marks.clear()
    assert marks.refusal == "There is no training to undo."


def test_another_project_has_no_marks_of_this_one(document, thread) -> None:
    train(thread, 10)
    document.marks.take("Play")
    document.load(Plan(SPEC, CONFIG, XOR), path=None, run=0, step=0)
    thread.own()
    assert document.marks.refusal == "There is no training to undo."
    document.marks.keep(2, thread.trainer.state())  # an answer that was under way
    assert document.marks.target is None


def test_where_two_states_do_not_fit_none_is_kept_and_that_is_said_once(document, thread, qtbot) -> None:
    document.marks.limit = 2 * most_bytes(SPEC, CONFIG) - 1
    said: list[str] = []
    document.marks.unmarked.connect(said.append)
    document.restart()  # undo brings that back anyway
    train(thread, 10)
    train(thread, 10)
    assert document.marks.target is None
    assert said == [document.marks.refusal]
    assert "two of them have to fit" in said[0]
    document.marks.limit += 1
    train(thread, 10)
    assert document.marks.go_back().state.step == 20


def test_a_run_that_has_outgrown_the_memory_is_not_exchanged(document, thread) -> None:
    train(thread, 10)
    document.marks.limit = 2 * most_bytes(SPEC, CONFIG)
    document.request(AddNeurons(1))
    assert "two of them have to fit" in document.marks.refusal
    document.undo_stack.undo()
    assert document.marks.refusal is None


@pytest.mark.parametrize("states", [2, 3, 5])
def test_what_is_kept_never_takes_more_than_the_limit(document, thread, states) -> None:
    document.marks.limit = states * most_bytes(SPEC, CONFIG)
    for round_ in range(6):
        train(thread, 3)
        train(thread, 3)
        check_memory(document, thread, states)
        target = document.marks.target.state
        document.marks.go_back()
        document.note_progress(thread.trainer.run, thread.trainer.step)
        assert_same_run(thread.trainer.state(), target)
        check_memory(document, thread, states)
        if round_ % 2:
            document.undo_stack.undo()
            document.note_progress(thread.trainer.run, thread.trainer.step)
        thread.check()
    assert document.undo_stack.can_undo or document.undo_stack.can_redo


def check_memory(document: NetworkDocument, thread: Thread, most: int) -> None:
    """No more states are kept for going back than fit; they are counted where they lie."""
    assert document.marks.bytes <= document.marks.limit
    steps = [step for step in document.undo_stack if isinstance(step, GoBackToMark)]
    states = [mark.state for marks in (document.marks.all, *(step.marks for step in steps)) for mark in marks]
    kept = {**thread.ledger._undo, **thread.ledger._redo}
    states += [kept[step.edit_id].inverse.state for step in steps]
    assert 0 < len({id(state.planes.flat) for state in states}) <= most


@pytest.mark.parametrize("config", [CONFIG, CONFIG.with_changes(optimizer="sgd", dtype="float32")])
def test_a_state_takes_no_more_than_is_counted_for_it(document, thread, config) -> None:
    document.configure(optimizer=config.optimizer, dtype=config.dtype)
    advance(thread.trainer, 2 * CAPACITY)
    state = thread.trainer.state()
    assert state.refuge is not None
    assert len(state.history.batches) > CAPACITY // 2
    arrays = (state.planes.flat, state.refuge.flat, state.history.batches, state.history.epochs)
    assert 0.3 * most_bytes(SPEC, config) < sum(a.nbytes for a in arrays) <= most_bytes(SPEC, config)
