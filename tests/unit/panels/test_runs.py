"""Earlier runs stay as ghosts."""

from bpexplorer.panels.cost.runs import MAX_GHOSTS, RunBook
from tests.frames import Training


def small(run: int, steps: int = 4) -> Training:
    return Training((2, 3, 2), ("tanh", "softmax"), data="xor", run=run, batch_size=160).advance(steps)


def keys(book: RunBook) -> list[int]:
    return [ghost.key for ghost in book.ghosts]


def test_when_another_run_begins_the_former_stays_with_its_last_history():
    book, first = RunBook(), small(0)
    book.take(first.frame())
    last = first.advance(2).frame()
    book.take(last)

    changed = book.take(small(7, steps=0).frame())

    assert changed
    assert keys(book) == [0]
    assert book.ghosts[0].history is last.history
    assert book.count == 2


def test_a_run_that_undo_brings_back_is_no_ghost_any_more():
    book, first, second = RunBook(), small(0), small(7)
    for training in (first, second, first):
        book.take(training.frame())

    assert keys(book) == [7]
    assert book.current is not None
    assert book.current.number == 1


def test_redo_brings_no_second_ghost_of_the_same_run():
    book, first, second = RunBook(), small(0), small(7)
    for training in (first, second, first, second, first, second):
        book.take(training.frame())

    assert keys(book) == [0]
    assert book.ghosts[0].number == 1
    assert book.count == 2


def test_a_run_that_has_not_got_through_an_epoch_leaves_no_ghost():
    book = RunBook()
    book.take(small(0, steps=0).frame())

    book.take(small(1).frame())

    assert keys(book) == []


def test_only_so_many_earlier_runs_are_kept_and_the_oldest_goes():
    book = RunBook()
    for run in range(MAX_GHOSTS + 3):
        book.take(small(run).frame())

    assert keys(book) == list(range(2, MAX_GHOSTS + 2))


def test_forgotten_runs_are_gone_but_numbers_go_on():
    book = RunBook()
    book.take(small(0).frame())
    book.take(small(1).frame())

    book.forget_ghosts()
    book.take(small(2).frame())

    assert [ghost.number for ghost in book.ghosts] == [2]
    assert book.current is not None
    assert book.current.number == 3
