"""Files of lessons: what is read, and what is said of what can't be."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bpexplorer.lessons import reader
from bpexplorer.lessons.begin import project_of, steps_of
from bpexplorer.lessons.lesson import Lesson
from bpexplorer.project.errors import ProjectFileError
from tests.unit.lessons.conftest import KNOWN, TEXT

Read = Callable[..., Lesson]


def test_a_state_is_an_example_with_its_changes(read: Read) -> None:
    lesson = read()
    later = project_of(lesson.state("later"))
    assert later.plan.config.learning_rate == 0.5
    assert later.state.network().biases[1][0] == -3.0
    assert later.state.step == 0
    assert steps_of(lesson.state("later"), later) == 2 * -(-len(later.state.data.x_train) // 10)


@pytest.mark.parametrize(
    ("old", "new", "place", "reason"),
    [
        ('title = "Small"', 'title = "Small"\nauthor = "me"', "author", "there is no such key"),
        ("epochs = 2", "epochz = 2", "states[1].epochz", "epochs"),
        ("epochs = 2", 'epochs = "two"', "states[1].epochs", "a whole number"),
        ("epochs = 2", "epochs = -1", "states[1].epochs", "from 0 to"),
        ('reading = "delta"', 'reading = "detla"', "cards[0].readings[0].reading", "Is delta meant?"),
        ('preset = "xor_small"', 'preset = "xor_smal"', "states[0].preset", "xor_smal"),
        ("learning_rate = 0.5", "learning_rate = -0.5", "states[1].settings.learning_rate", "learning rate"),
        ("learning_rate = 0.5", "rate = 0.5", "states[1].settings.rate", "there is no such key"),
        ("layer = 2, neuron = 0", "layer = 3, neuron = 0", "states[1].numbers[0]", "no such weight"),
        ('state = "later"', 'state = "latest"', "cards[1].state", "Is later meant?"),
        ('panel = "dock_origin"', 'panel = "dock_origins"', "cards[1].panel", "Is dock_origin meant?"),
        ('outline = "demon_dz"', 'outline = "__class__"', "cards[0].outline", "no control"),
        ('hide = ["dock_reuse"]', 'hide = ["everything"]', "hide[0]", "nothing of the window"),
        ("δ is {delta}.", "δ is {dlta}.", "cards[0].text", "Is delta meant?"),
        ("right = true", "right = false", "cards[0].question.choices", "one of the choices must be right"),
        (
            "sample = 1, neuron = [2, 0]",
            "sample = 99, neuron = [2, 0]",
            "cards[0].view.sample",
            "fixed samples",
        ),
        (
            "neuron = [2, 0], dz",
            'neuron = [2, 0], page = ["dock_origin", "layers"], dz',
            "cards[0].view.page",
            "Is layer meant?",
        ),
        (
            "neuron = [2, 0], dz",
            'neuron = [2, 0], page = ["dock_demon", "layer"], dz',
            "cards[0].view.page",
            "no page of dock_demon",
        ),
        ("neuron = [2, 0], dz", "neuron = [2, 9], dz", "cards[0].view.neuron", "no such neuron"),
        ("neuron = [1, 0], source = 1", "neuron = [1, 0], source = 7", "cards[1].view.source", "leads into"),
        ("neuron = [2, 0], dz = 0.5", "neuron = [2, 0]", "cards[0].readings[1]", "a Δz"),
        ('reading = "share"\nwithin', 'reading = "chare"\nwithin', "cards[1].question.reading", "share"),
        ("version = 1", "version = 2", "version", "1"),
        ('format = "bpexplorer lesson"', 'format = "lesson"', "format", "bpexplorer lesson"),
        ("version = 1", "version =", "line 2", "this isn't TOML"),
    ],
)
def test_what_cant_be_is_said_with_file_place_reason_and_remedy(
    read: Read, old: str, new: str, place: str, reason: str
) -> None:
    assert old in TEXT
    with pytest.raises(ProjectFileError) as refused:
        read(TEXT.replace(old, new, 1))
    error = refused.value
    assert error.place.lstrip().startswith(place) or error.place == place
    assert reason in str(error)
    assert "a.toml" in str(error)
    assert error.remedy.strip().endswith(".")


def test_a_network_that_is_too_large_is_refused_before_it_is_made(read: Read) -> None:
    hidden = '{ size = 4096, activation = "tanh" }'
    large = f'layers = [{hidden}, {hidden}, {{ size = 1, activation = "sigmoid" }}]'
    with pytest.raises(ProjectFileError, match="at most"):
        read(TEXT.replace("epochs = 2", large))


def test_a_folder_gives_its_lessons_and_says_what_is_wrong_with_the_others(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.toml").write_text(TEXT.replace("version = 1", "version = 9"), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("nothing", encoding="utf-8")
    found, faults = reader.load_all(tmp_path, KNOWN)
    assert [path.name for path, _ in found] == ["b.toml"]
    assert len(faults) == 1
    assert "a.toml" in faults[0]
    for path in tmp_path.glob("*.toml"):
        path.unlink()
    with pytest.raises(ProjectFileError, match="0 lessons"):
        reader.load_all(tmp_path, KNOWN)
