"""What is said of lessons where they are offered."""

import pytest

from bpexplorer.lessons import catalogue
from bpexplorer.lessons.catalogue import LESSONS, Left

DEAD = next(each for each in LESSONS if each.name == "dead")


@pytest.mark.parametrize("answered", [0, 2, 3])
def test_a_lesson_that_was_left_goes_on_until_all_its_cards_are_answered(answered: int) -> None:
    offered = catalogue.offered(DEAD, Left(at=2, answered=answered))
    assert offered.goes_on is (answered < DEAD.cards)
    assert offered.details != catalogue.offered(DEAD).details


def test_a_card_that_there_is_not_is_nowhere_to_go_on() -> None:
    assert catalogue.offered(DEAD, Left(at=DEAD.cards, answered=1)) == catalogue.offered(DEAD)
