"""Lessons in the window: a pupil plays one, with right and wrong answers, and every number is read off the screen."""

import csv
import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bpexplorer.core.spec import Neuron
from bpexplorer.document.workspaces import Workspace
from bpexplorer.lessons import keeping
from bpexplorer.lessons.card.choices import ChoiceRow
from bpexplorer.lessons.card.prose import Prose
from bpexplorer.lessons.catalogue import LESSONS
from bpexplorer.lessons.player import Answer, Play
from bpexplorer.project import files
from bpexplorer.window.learn.controls import KNOWN
from tests import shown
from tests.unit.lessons.conftest import TEXT
from tests.windows import Desk

CTRL = Qt.KeyboardModifier.ControlModifier
_NUMBER = re.compile(r"[+−]?\d[\d,]*(?:\.\d+)?(?:×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?")


def play(desk: Desk) -> Play:
    playing = desk.window.learning.play
    assert playing is not None
    return playing


def text(desk: Desk, name: str) -> str:
    label = desk.find(name)
    assert isinstance(label, Prose)
    return label.plain


def numbers_in(words: str) -> list[float]:
    return [shown.number(each) for each in _NUMBER.findall(words)]


def wait_for_card(desk: Desk) -> None:
    """Until its network is there, and its texts have their numbers."""
    desk.wait_for_calm()
    desk.wait(lambda: desk.window.learning.is_at_rest and "…" not in text(desk, "lesson_text"))


def choose(desk: Desk, at: int) -> None:
    row = desk.find(f"lesson_choice_{at}")
    assert isinstance(row, ChoiceRow)
    desk.click(row.objectName())
    assert row.isChecked()


def check(desk: Desk) -> None:
    desk.wait(lambda: desk.find("lesson_check").isEnabled())
    desk.click("lesson_check")
    desk.wait(lambda: play(desk).answer is not None)
    desk.wait_for_calm()


@pytest.fixture
def lesson_file(tmp_path: Path) -> Path:
    path = tmp_path / "small.toml"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def small_lesson(small_desk: Desk, lesson_file: Path) -> Desk:
    small_desk.window.learning.open_path(lesson_file)
    small_desk.find("lesson_check")
    wait_for_card(small_desk)
    return small_desk


def test_a_lesson_has_a_network_of_its_own_and_the_users_comes_back(
    small_desk: Desk, lesson_file: Path
) -> None:
    small_desk.click("button_action_step")
    small_desk.wait(lambda: small_desk.frame.step == 1)
    small_desk.wait_for_calm()
    before, document = small_desk.state(), small_desk.window.document
    lost = document.unsaved
    small_desk.window.learning.open_path(lesson_file)
    small_desk.answer("put_aside_go_on")
    small_desk.find("lesson_check")
    wait_for_card(small_desk)
    assert document.plan.spec.sizes == (2, 3, 1)
    assert not document.modified
    small_desk.click("button_action_step")
    small_desk.wait(lambda: small_desk.frame.step == 1)
    assert not document.modified  # nothing of it is to be saved
    small_desk.click("lesson_leave")
    small_desk.wait(lambda: not small_desk.window.learning.is_played)
    small_desk.wait_for_calm()
    assert document.plan.spec.sizes == (2, 4, 1)
    assert document.modified
    assert document.unsaved == lost  # one step, since the same moment
    assert small_desk.window.workspaces.current is Workspace.EXPLORE
    after = small_desk.state()
    assert after.step == before.step
    assert (after.planes.flat == before.planes.flat).all()


def test_without_agreement_nothing_is_put_aside(small_desk: Desk, lesson_file: Path) -> None:
    small_desk.add_a_neuron()
    small_desk.wait_for_calm()
    small_desk.window.learning.open_path(lesson_file)
    small_desk.answer("put_aside_cancel")
    assert not small_desk.window.learning.is_played
    assert small_desk.window.document.plan.spec.sizes == (2, 5, 1)


def test_an_answer_is_judged_by_what_the_program_reads(small_lesson: Desk) -> None:
    demon = small_lesson.window.document.session.state.demon
    assert demon is not None
    assert (demon.neuron, demon.dz) == (Neuron(2, 0), 0.5)
    (delta,) = numbers_in(text(small_lesson, "lesson_text"))
    assert delta == pytest.approx(float(small_lesson.frame.trace.deltas[1][1, 0]), abs=1e-4)
    assert not small_lesson.find("lesson_check").isEnabled()
    choose(small_lesson, 1)
    check(small_lesson)
    assert play(small_lesson).answer.is_right is False  # type: ignore[union-attr]
    (predicted,) = numbers_in(text(small_lesson, "lesson_reveal"))
    assert predicted == small_lesson.number("demon_predicted")
    choose(small_lesson, 0)
    check(small_lesson)
    small_lesson.wait(lambda: play(small_lesson).answer.is_right is True)  # type: ignore[union-attr]


def test_return_on_a_choice_chooses_it_and_then_checks_it(small_lesson: Desk) -> None:
    row = small_lesson.find("lesson_choice_1")
    QTest.keyClick(row, Qt.Key.Key_Return)
    assert small_lesson.find("lesson_check").isEnabled()
    assert play(small_lesson).answer is None
    QTest.keyClick(row, Qt.Key.Key_Return)
    small_lesson.wait(lambda: play(small_lesson).answer is not None)


def test_a_number_is_typed_and_kept_with_the_answers(small_lesson: Desk, tmp_path: Path) -> None:
    choose(small_lesson, 0)
    check(small_lesson)
    small_lesson.click("lesson_forward")
    small_lesson.wait(lambda: small_lesson.frame.epoch == 2)
    wait_for_card(small_lesson)
    assert small_lesson.find_all("dock_origin") != []
    trace, state = small_lesson.frame.trace, small_lesson.frame
    share = float(trace.deltas[0][1, 0] * state.data.x_probe[1, 1])
    QTest.keyClicks(small_lesson.find("lesson_number"), f"{share:.6f}")
    check(small_lesson)
    assert play(small_lesson).answer.is_right is True  # type: ignore[union-attr]
    small_lesson.click("lesson_save")
    path = tmp_path / "answers.csv"
    small_lesson.choose_file(path)
    small_lesson.wait_for_message("answers.csv")
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert [row[4] for row in rows] == ["right", "yes", "yes"]
    assert small_lesson.window.top_bar.speed is not None  # training goes as fast again as the user had it


def test_a_lesson_that_was_left_goes_on_or_begins_again(
    small_lesson: Desk, lesson_file: Path, tmp_path: Path
) -> None:
    desk, folder = small_lesson, tmp_path / "state"
    desk.window.learning.kept.folder = folder
    assert desk.find_all("lesson_offer") == []
    choose(desk, 1)
    check(desk)
    desk.click("lesson_forward")
    desk.click("lesson_leave")
    desk.wait(lambda: not desk.window.learning.is_played)
    desk.wait(lambda: kept_in(folder, lesson_file) == (1, [0]))
    desk.window.learning.open_path(lesson_file)
    desk.find("lesson_offer")
    assert (play(desk).at, list(play(desk).answers)) == (1, [0])
    desk.click("lesson_offered")
    assert (play(desk).at, list(play(desk).answers)) == (0, [])
    with desk.qtbot.waitSignal(desk.window.learning.kept.looked):  # what is to be written is written before
        desk.window.learning.look_for_begun()
    assert kept_in(folder, lesson_file) == (1, [0])  # not before there is another answer
    desk.click("lesson_offered")
    assert (play(desk).at, list(play(desk).answers)) == (1, [0])
    desk.click("lesson_back")
    assert desk.find_all("lesson_offer") == []
    wait_for_card(desk)
    choose(desk, 0)
    desk.click("lesson_check")
    desk.wait(lambda: play(desk).answer.is_right is True)  # type: ignore[union-attr]
    desk.wait(lambda: kept_in(folder, lesson_file) == (0, [0]))


def test_where_lessons_are_offered_they_say_how_far_one_had_got(small_desk: Desk, tmp_path: Path) -> None:
    desk, folder = small_desk, tmp_path / "state"
    question = keeping.open_own("use", KNOWN, None)
    answers = {at: Answer(chosen=(0,)) for at in range(4)}
    keeping.keep(folder, question.key, Play(question.lesson, 4, answers))
    desk.window.learning.kept.folder = folder
    desk.choose("Help", "Start page")
    desk.wait(lambda: "card 5 of 8" in offered_as(desk, "start_question_use"))
    assert "card" not in offered_as(desk, "start_question_sum").replace("8 cards", "")
    desk.click("start_close")
    desk.key(Qt.Key.Key_1, CTRL)
    at = {each.name: f"lessons_{place}" for place, each in enumerate(LESSONS)}
    desk.wait(lambda: "card 5 of 8" in offered_as(desk, at["use"]))
    desk.click(at["dead"])
    desk.find("lesson_check")
    wait_for_card(desk)
    choose(desk, 0)
    check(desk)
    desk.click("lesson_leave")
    desk.key(Qt.Key.Key_1, CTRL)
    desk.wait(lambda: "card 1 of 3" in offered_as(desk, at["dead"]))


def offered_as(desk: Desk, name: str) -> str:
    return desk.find(name).accessibleDescription()


def kept_in(folder: Path, lesson_file: Path) -> tuple[int, list[int]] | None:
    """At which card another window would go on, and which cards are answered there."""
    left = keeping.open_lesson(lesson_file, KNOWN, folder).left
    return None if left is None else (left.at, list(left.answers))


def test_a_changed_network_gives_no_number_and_can_be_set_up_again(small_lesson: Desk) -> None:
    small_lesson.add_a_neuron()
    small_lesson.wait_for_calm()
    choose(small_lesson, 0)
    small_lesson.click("lesson_check")
    small_lesson.wait(lambda: small_lesson.find_all("lesson_why_not") != [])
    assert play(small_lesson).answer is None
    small_lesson.click("lesson_again")
    wait_for_card(small_lesson)
    assert small_lesson.frame.spec.sizes == (2, 3, 1)
    check(small_lesson)
    assert play(small_lesson).answer is not None


def test_in_another_workspace_a_bar_leads_back(small_lesson: Desk) -> None:
    assert small_lesson.find_all("lesson_bar") == []
    assert small_lesson.find_all("lesson_outline") != []
    small_lesson.key(Qt.Key.Key_2, CTRL)
    assert "1" in small_lesson.text("lesson_bar_words")
    assert small_lesson.find_all("lesson_outline") == []
    small_lesson.click("lesson_bar_back")
    assert small_lesson.window.workspaces.current is Workspace.LEARN
    assert small_lesson.find_all("lesson_bar") == []
    small_lesson.find("lesson_outline")


def test_what_a_teacher_hides_is_away_until_the_lesson_is_left(small_lesson: Desk) -> None:
    reuse = small_lesson.window.docks["dock_reuse"].toggleViewAction()
    assert not reuse.isVisible()
    small_lesson.click("lesson_leave")
    small_lesson.wait(lambda: not small_lesson.window.learning.is_played)
    assert reuse.isVisible()


def test_a_bad_file_changes_nothing_and_says_what_is_wrong(small_desk: Desk, lesson_file: Path) -> None:
    lesson_file.write_text(TEXT.replace("epochs", "epochz"), encoding="utf-8")
    small_desk.choose("File", "Open lesson…")
    small_desk.choose_file(lesson_file)
    said = small_desk.wait_for_message("small.toml")
    assert "epochz" in said
    assert not small_desk.window.learning.is_played
    assert small_desk.window.workspaces.current is Workspace.EXPLORE


def test_another_project_ends_the_lesson_and_asks_about_the_users_own(
    small_desk: Desk, lesson_file: Path
) -> None:
    small_desk.add_a_neuron()
    small_desk.wait_for_calm()
    small_desk.window.learning.open_path(lesson_file)
    small_desk.answer("put_aside_go_on")
    small_desk.find("lesson_check")
    wait_for_card(small_desk)
    small_desk.window.files.begin("gaussians")
    small_desk.answer("unsaved_discard")
    small_desk.wait_for_calm()
    assert not small_desk.window.learning.is_played
    assert not small_desk.window.aside.is_held
    assert small_desk.window.document.plan.data.name == "gaussians"


def test_unsaved_work_lies_in_a_recovery_folder_while_a_lesson_has_the_window(
    small_desk: Desk, lesson_file: Path, tmp_path: Path
) -> None:
    root = tmp_path / "recovery"
    small_desk.window.autosave.begin(root)
    small_desk.add_a_neuron()
    small_desk.wait_for_calm()
    small_desk.window.learning.open_path(lesson_file)
    small_desk.answer("put_aside_go_on")
    small_desk.find("lesson_check")
    wait_for_card(small_desk)
    kept = [files.load(path) for path in root.glob("*/work.bpx")]
    assert (2, 5, 1) in [each.plan.spec.sizes for each in kept]
    small_desk.click("lesson_leave")
    small_desk.wait(lambda: not small_desk.window.learning.is_played)
    small_desk.wait_for_calm()
    assert small_desk.window.document.modified
    assert small_desk.window.document.plan.spec.sizes == (2, 5, 1)
    small_desk.wait(lambda: len(list(root.glob("*/work.bpx"))) == 1)


def test_a_lessons_network_that_is_saved_stays_open(small_lesson: Desk, tmp_path: Path) -> None:
    small_lesson.click("button_action_step")
    small_lesson.wait(lambda: small_lesson.frame.step == 1)
    small_lesson.window.files.save_to(tmp_path / "mine.bpx")
    small_lesson.wait_for_message("mine.bpx")
    small_lesson.click("lesson_leave")
    small_lesson.wait(lambda: not small_lesson.window.learning.is_played)
    assert small_lesson.window.document.path == tmp_path / "mine.bpx"
    assert small_lesson.window.document.plan.spec.sizes == (2, 3, 1)


def test_a_folder_that_is_handed_to_the_program_offers_its_lessons(
    small_desk: Desk, lesson_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "another.toml").write_text(TEXT.replace("Small", "Another"), encoding="utf-8")
    small_desk.window.learning.open_path(tmp_path)
    row = small_desk.find("lessons_0")
    assert small_desk.window.workspaces.current is Workspace.LEARN
    assert row.accessibleName() == "Another"
    small_desk.click("lessons_1")
    small_desk.find("lesson_check")
    wait_for_card(small_desk)
    assert play(small_desk).lesson.title == "Small"
