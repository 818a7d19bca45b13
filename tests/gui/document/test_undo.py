"""The undo stack: done, undone and done again in order; what is said about it; and what was saved."""

from dataclasses import dataclass, field

import pytest

from bpexplorer.document.undo import UndoStack


@dataclass
class Add:
    """Adds a number to a list, and takes it off again."""

    numbers: list[int]
    number: int
    merges: bool = False
    fails: bool = False
    edit_ids: frozenset[int] = field(init=False)

    def __post_init__(self):
        self.edit_ids = frozenset({self.number})

    @property
    def text(self):
        return f"add {self.number}"

    def redo(self):
        if self.fails:
            raise ArithmeticError("it fails")
        self.numbers.append(self.number)

    def undo(self):
        assert self.numbers.pop() == self.number

    def merge(self, newer):
        if not (self.merges and newer.merges):
            return False
        self.numbers.pop()
        self.numbers[-1] = self.number = newer.number
        return True


@pytest.fixture
def numbers():
    return []


@pytest.fixture
def stack(qapp):
    return UndoStack(4)


@pytest.fixture
def said(stack):
    said = []
    for name in ("can_undo", "can_redo", "undo_text", "redo_text", "clean"):
        getattr(stack, f"{name}_changed").connect(lambda value, name=name: said.append((name, value)))
    return said


def test_steps_are_undone_and_redone_in_order(stack, numbers):
    for number in (1, 2, 3):
        stack.push(Add(numbers, number))
    stack.undo()
    stack.undo()
    assert (numbers, stack.undo_text, stack.redo_text) == ([1], "add 1", "add 2")
    stack.redo()
    assert (numbers, stack.undo_text, stack.redo_text) == ([1, 2], "add 2", "add 3")
    stack.push(Add(numbers, 4))
    assert (numbers, stack.can_redo, stack.count()) == ([1, 2, 4], False, 3)
    assert stack.edit_ids == {1, 2, 4}


def test_at_the_ends_nothing_happens(stack, numbers):
    stack.undo()
    stack.redo()
    stack.push(Add(numbers, 1))
    stack.redo()
    stack.undo()
    stack.undo()
    assert numbers == []


def test_what_changes_is_said_once(stack, numbers, said):
    stack.push(Add(numbers, 1))
    assert said == [("can_undo", True), ("undo_text", "add 1"), ("clean", False)]
    said.clear()
    stack.push(Add(numbers, 2))
    assert said == [("undo_text", "add 2")]
    said.clear()
    stack.undo()
    assert said == [("can_redo", True), ("undo_text", "add 1"), ("redo_text", "add 2")]
    said.clear()
    stack.undo()
    assert said == [("can_undo", False), ("undo_text", ""), ("redo_text", "add 1"), ("clean", True)]
    said.clear()
    stack.undo()
    assert said == []


def test_a_command_that_fails_is_not_remembered(stack, numbers):
    stack.push(Add(numbers, 1))
    with pytest.raises(ArithmeticError):
        stack.push(Add(numbers, 2, fails=True))
    assert stack.count() == 1
    assert stack.undo_text == "add 1"


def test_the_oldest_steps_go_at_the_limit(stack, numbers):
    for number in range(1, 7):
        stack.push(Add(numbers, number))
    assert stack.count() == 4
    assert stack.edit_ids == {3, 4, 5, 6}
    while stack.can_undo:
        stack.undo()
    assert numbers == [1, 2]


def test_a_step_that_is_forgotten_takes_along_what_only_it_leads_to(stack, numbers):
    steps = [Add(numbers, number) for number in (1, 2, 3, 4)]
    for step in steps:
        stack.push(step)
    stack.set_clean()
    stack.undo()
    stack.drop(steps[1])
    assert list(stack) == steps[2:]
    assert (stack.undo_text, stack.redo_text, stack.steps_from_clean) == ("add 3", "add 4", 1)
    stack.drop(steps[3])
    assert list(stack) == steps[2:3]
    assert (stack.can_redo, stack.steps_from_clean) == (False, 1)
    stack.undo()
    assert (numbers, stack.can_undo, stack.steps_from_clean) == ([1, 2], False, 2)


def test_a_merged_command_is_no_step_of_its_own(stack, numbers):
    stack.push(Add(numbers, 1))
    stack.push(Add(numbers, 2, merges=True))
    stack.push(Add(numbers, 3, merges=True))
    assert (numbers, stack.count(), stack.undo_text) == ([1, 3], 2, "add 3")


def test_nothing_merges_into_what_was_saved_or_undone(stack, numbers):
    stack.push(Add(numbers, 1, merges=True))
    stack.set_clean()
    stack.push(Add(numbers, 2, merges=True))
    assert stack.count() == 2
    stack.undo()
    assert stack.is_clean
    stack.push(Add(numbers, 3, merges=True))
    assert (numbers, stack.count()) == ([1, 3], 2)


def test_what_was_saved_is_found_again_by_undo_and_redo(stack, numbers):
    stack.push(Add(numbers, 1))
    stack.set_clean()
    stack.undo()
    assert not stack.is_clean
    stack.redo()
    assert stack.is_clean


def test_what_was_saved_can_be_lost_for_good(stack, numbers):
    stack.push(Add(numbers, 1))
    stack.set_clean()
    stack.undo()
    stack.push(Add(numbers, 2))  # what was saved can't be redone any more
    assert not stack.is_clean  # as many steps as when it was saved, but others
    stack.undo()
    assert not stack.is_clean
    stack.set_clean()
    for number in range(5):
        stack.push(Add(numbers, number))  # the limit takes the way back
    while stack.can_undo:
        stack.undo()
    assert not stack.is_clean
    stack.set_clean()
    stack.reset_clean()
    assert not stack.is_clean


def test_the_saved_step_moves_along_when_older_ones_go(stack, numbers):
    for number in range(3):
        stack.push(Add(numbers, number))
    stack.set_clean()
    for number in range(3):
        stack.push(Add(numbers, number))
    for _ in range(3):
        stack.undo()
    assert stack.is_clean


def test_a_cleared_stack_is_empty_and_clean(stack, numbers, said):
    stack.push(Add(numbers, 1))
    stack.undo()
    stack.push(Add(numbers, 2))
    said.clear()
    stack.clear()
    assert said == [("can_undo", False), ("undo_text", ""), ("clean", True)]
    assert (stack.count(), stack.edit_ids, numbers) == (0, frozenset(), [2])


def test_a_macro_is_one_step_in_the_order_in_which_it_was_made(stack, numbers):
    with stack.macro("both"):
        stack.push(Add(numbers, 1))
        with stack.macro("inside"):
            stack.push(Add(numbers, 2))
        assert not stack.is_clean
        assert stack.edit_ids == {1, 2}
        stack.undo()  # not now
        assert numbers == [1, 2]
    assert (stack.count(), stack.undo_text) == (1, "both")
    stack.undo()
    assert numbers == []
    stack.redo()
    assert numbers == [1, 2]


@dataclass
class Meddling(Add):
    """While it is undone, or done, something else wants to move the stack."""

    meddle: object = None

    def redo(self):
        super().redo()
        self.try_it()

    def undo(self):
        self.try_it()
        super().undo()

    def try_it(self):
        if self.meddle is not None:
            with pytest.raises(RuntimeError, match="from inside"):
                self.meddle()


@pytest.mark.parametrize("move", ["push", "undo", "redo"])
def test_a_push_from_inside_a_move_of_the_stack_is_refused_and_changes_nothing(stack, numbers, move):
    stack.push(Add(numbers, 1))
    stack.push(Add(numbers, 2))
    meddling = Meddling(numbers, 3)
    meddling.meddle = None if move != "push" else lambda: stack.push(Add(numbers, 9))
    stack.push(meddling)
    meddling.meddle = lambda: stack.push(Add(numbers, 9))
    stack.undo()
    if move == "redo":
        stack.redo()
        stack.undo()
    assert (numbers, stack.undo_text, stack.redo_text, stack.count()) == ([1, 2], "add 2", "add 3", 3)


def test_what_is_still_open_becomes_a_step_before_another_is_undone_or_redone(stack, numbers):
    stack.push(Add(numbers, 1))
    open_ones = [2]
    stack.about_to_move.connect(lambda: open_ones and stack.push(Add(numbers, open_ones.pop())))
    stack.undo()
    assert (numbers, stack.redo_text) == ([1], "add 2")
    open_ones.append(3)
    stack.redo()
    assert (numbers, stack.can_redo) == ([1, 3], False)


def test_it_counts_how_far_what_was_saved_is_also_on_a_way_that_is_gone(stack, numbers):
    for number in range(3):
        stack.push(Add(numbers, number))
    assert stack.steps_from_clean == 3
    stack.set_clean()
    assert stack.steps_from_clean == 0
    stack.undo()
    stack.undo()
    assert stack.steps_from_clean == 2
    stack.push(Add(numbers, 7))
    stack.push(Add(numbers, 8))
    assert stack.steps_from_clean == 4, "two undone, two others done"
    stack.undo()
    stack.undo()
    stack.undo()
    assert stack.steps_from_clean == 3, "three undone since"
    stack.push(Add(numbers, 9))
    assert stack.steps_from_clean == 4
    stack.reset_clean()
    assert stack.steps_from_clean is None


def test_it_counts_on_where_the_limit_took_the_way_back(stack, numbers):
    for number in range(6):
        stack.push(Add(numbers, number))
    assert stack.steps_from_clean == 6
    while stack.can_undo:
        stack.undo()
    assert stack.steps_from_clean == 2
