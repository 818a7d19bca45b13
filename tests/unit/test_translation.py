"""Words in the reader's language: what a catalogue may say, and what isn't believed of it."""

import ast
import gettext
import struct
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo

import bpexplorer
from bpexplorer import translation
from bpexplorer.translation import tr, tr_n

SOURCE = Path(bpexplorer.__file__).parent
PLURALS = "nplurals=2; plural=(n != 1);"


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    before = translation.catalogue()
    yield
    translation.speak(before)


def german(messages: Mapping[str | tuple[str, str], str | tuple[str, str]]) -> bytes:
    """A catalogue as a file has it."""
    catalog = Catalog(locale="de")
    for message, translated in messages.items():
        catalog.add(message, translated)
    file = BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def speak(messages: Mapping[str | tuple[str, str], str | tuple[str, str]]) -> None:
    translation.speak(gettext.GNUTranslations(BytesIO(german(messages))))


def test_what_no_catalogue_has_is_said_in_english() -> None:
    translation.speak(gettext.NullTranslations())
    assert tr("Cost") == "Cost"
    assert tr("epoch {epoch} of {epochs}", epoch=3, epochs="1,000") == "epoch 3 of 1,000"
    assert tr("") == ""


def test_a_catalogue_may_move_the_fields_of_a_sentence() -> None:
    speak({"epoch {epoch} of {epochs}": "von {epochs} Epochen {epoch}"})
    assert tr("epoch {epoch} of {epochs}", epoch=3, epochs=7) == "von 7 Epochen 3"
    assert tr("Cost") == "Cost"


def test_braces_in_a_text_without_values_mean_themselves() -> None:
    translation.speak(gettext.NullTranslations())
    assert tr('a list such as [{"weight": 1}]') == 'a list such as [{"weight": 1}]'


@pytest.mark.parametrize(
    "translated",
    [
        "{a.__class__}",
        "{a[0]}",
        "{b}",
        "{}",
        "{0}",
        "{a} {b}",
        "nothing",
        "{a",
        "a}",
        "{a!r}",
        "{a:>999999999}",
        "{a:{a}}",
    ],
)
def test_a_template_with_other_fields_than_the_english_one_isnt_believed(translated: str) -> None:
    speak({"one {a}": translated})
    assert tr("one {a}", a=1) == "one 1"


def test_a_form_that_english_asks_for_is_kept() -> None:
    speak({"{share:.1f} of all": "von allen {share:.1f}"})
    assert tr("{share:.1f} of all", share=0.25) == "von allen 0.2"


def test_plurals_are_those_of_the_language() -> None:
    translation.speak(gettext.NullTranslations())
    assert tr_n("{count} layer", "{count} layers", 1) == "1 layer"
    assert tr_n("{count} layer", "{count} layers", 1797, count="1,797") == "1,797 layers"
    speak({("a layer", "{count} layers"): ("eine Schicht", "{count} Schichten")})
    assert tr_n("a layer", "{count} layers", 1) == "eine Schicht"
    assert tr_n("a layer", "{count} layers", 2) == "2 Schichten"


def test_a_plural_with_a_field_of_its_own_isnt_believed() -> None:
    speak({("a layer", "{count} layers"): ("{count.real} Schicht", "{other} Schichten")})
    assert [tr_n("a layer", "{count} layers", n) for n in (1, 2)] == ["a layer", "2 layers"]


def test_a_rule_for_plurals_that_fails_leaves_english() -> None:
    data = german({("a layer", "{count} layers"): ("eine", "{count}")})
    rule = b"plural=(n != 1);"
    assert rule in data
    broken = data.replace(rule, b"plural=(1 % 0 );")
    translation.speak(gettext.GNUTranslations(BytesIO(broken)))
    assert tr_n("a layer", "{count} layers", 2) == "2 layers"


def installed(folder: Path, language: str, data: bytes) -> None:
    place = folder / "locale" / language / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "bpexplorer.mo").write_bytes(data)


def start(monkeypatch: pytest.MonkeyPatch, folder: Path, **environ: str) -> None:
    """As a program that starts with these variables does."""
    for name in ("BPEXPLORER_LANGUAGE", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(translation, "resources_folder", lambda: folder)
    monkeypatch.setattr(translation, "_catalogue", None)
    translation._templates.clear()


def test_the_language_is_the_one_asked_for_or_else_the_systems(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed(tmp_path, "de", german({"Cost": "Kosten"}))
    for environ in ({"BPEXPLORER_LANGUAGE": "de"}, {"LANG": "de_AT.UTF-8"}, {"LANGUAGE": "tlh:de"}):
        start(monkeypatch, tmp_path, **environ)
        assert tr("Cost") == "Kosten"
    for environ in ({}, {"LANG": "C"}, {"LANG": "de_AT", "BPEXPLORER_LANGUAGE": "en"}):
        start(monkeypatch, tmp_path, **environ)
        assert tr("Cost") == "Cost"


def test_a_damaged_catalogue_leaves_english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    whole = german({"Cost": "Kosten", ("a layer", "{count} layers"): ("eine", "{count}")})
    damaged = [b"", b"no catalogue", whole[:20], whole[:-9], whole.replace(b"utf-8", b"utf-9")]
    damaged += [whole[:at] + struct.pack("<I", 2**31) + whole[at + 4 :] for at in range(4, 28, 4)]
    for number, data in enumerate(damaged):
        folder = tmp_path / str(number)
        installed(folder, "de", data)
        start(monkeypatch, folder, BPEXPLORER_LANGUAGE="de")
        assert tr("Cost") in ("Cost", "Kosten")
        assert tr_n("a layer", "{count} layers", 1) in ("a layer", "eine")


def calls() -> Iterator[tuple[str, ast.Call]]:
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("tr", "tr_n")
            ):
                yield f"{file.relative_to(SOURCE)}:{node.lineno}", node


def templates(call: ast.Call) -> list[object]:
    """What is looked up; what isn't written out counts as None."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    texts = call.args[: 2 if name == "tr_n" else 1]
    return [each.value if isinstance(each, ast.Constant) else None for each in texts]


def test_every_text_that_is_looked_up_is_written_out_and_takes_the_values_it_is_given() -> None:
    faults = []
    for place, call in calls():
        texts = templates(call)
        given = {each.arg for each in call.keywords}
        if not all(isinstance(each, str) for each in texts):
            faults.append(f"{place}: not written out")
            continue
        fields = (
            {name for text in texts for _, name, _, _ in Formatter().parse(str(text)) if name is not None}
            if (given or len(texts) == 2)
            else set()
        )
        if not all(name.isidentifier() for name in fields):
            faults.append(f"{place}: a field that isn't a name")
        if fields - {"count"} != given - {"count"} or ("count" in given - fields):
            faults.append(f"{place}: {sorted(fields)} are asked for, {sorted(map(str, given))} given")
    assert not faults


def test_no_text_is_looked_up_within_an_f_string_where_it_wouldnt_be_collected() -> None:
    faults = []
    for file in sorted(SOURCE.rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        if "tr(" in text:
            around = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.JoinedStr)]
            inside = [node for one in around for node in ast.walk(one) if isinstance(node, ast.Name)]
            faults += [
                f"{file.relative_to(SOURCE)}:{one.lineno}" for one in inside if one.id in ("tr", "tr_n")
            ]
    assert not faults


def test_translators_get_texts_that_are_parted_nested_or_plural() -> None:
    source = b"""
tr("one")
tr(
    "a sentence over "
    "two lines", with_=tr("a text in it")
)
what = tr("this") if so else tr_n("{count} that", "{count} those", number, count=tr("a number"))
"""
    found = extract("python", BytesIO(source), keywords={"tr": None, "tr_n": (1, 2)})
    assert {each[1] for each in found} == {
        "one",
        "a sentence over two lines",
        "a text in it",
        "this",
        ("{count} that", "{count} those"),
        "a number",
    }
