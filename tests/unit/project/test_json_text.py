"""JSON in the one encoding it has, whose objects have each key once; else a sentence says what it is and where."""

import codecs
from pathlib import Path

import msgspec
import pytest

from bpexplorer.project import weights
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.parts import json_text


class Inner(msgspec.Struct):
    b: int


class Outer(msgspec.Struct):
    a: Inner
    c: list[Inner] = []


class Strict(Outer, forbid_unknown_fields=True):
    pass


READ = {
    "decode": lambda data: json_text.decode(data, Outer, "text"),
    "peek": lambda data: json_text.peek(data, Outer, "text"),
    "plain": lambda data: msgspec.convert(json_text.decode_plain(data, "text"), Outer),
}
TEXT = '{"a": {"b": 1}}'


@pytest.mark.parametrize("how", READ)
def test_a_byte_order_mark_of_utf8_is_passed_over(how: str) -> None:
    assert READ[how](codecs.BOM_UTF8 + TEXT.encode()) == Outer(Inner(1))


@pytest.mark.parametrize("how", READ)
@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("utf-32-be", "UTF-32"),
    ],
)
def test_another_encoding_of_unicode_is_named(how: str, encoding: str, name: str) -> None:
    with pytest.raises(ProjectFileError, match=f"text: it is text in {name}, not in UTF-8") as caught:
        READ[how](TEXT.encode(encoding))
    assert caught.value.code == "encoding"


def test_a_byte_of_another_encoding_is_named_with_its_place() -> None:
    with pytest.raises(ProjectFileError, match="the byte 0xe4 at 2 belongs to another encoding") as caught:
        json_text.decode('{"ä": 1}'.encode("cp1252"), dict[str, int], "text")
    assert caught.value.code == "encoding"


@pytest.mark.parametrize(
    ("text", "key", "place"),
    [
        ('{"a": {"b": 1}, "a": {"b": 2}}', "a", "text"),
        ('{"a": {"b": 1, "b": 1}}', "b", "text, a"),
        ('{"a": {"b": 1}, "c": [{"b": 1}, {"b": 2, "b": 3}]}', "b", "text, c[1]"),
        ('{"a": {"b": {}, "b": 1}}', "b", "text, a"),  # the first of them can't be, the second can
        ('{"a": {"b": 1}, "c": [{}, 1], "c": []}', "c", "text"),
        ('{"a": {"b": 1}, "x": {"y": 1, "y": {"z": 1, "z": 2}}}', "y", "text, x"),
    ],
)
@pytest.mark.parametrize("how", ["decode", "plain"])
def test_a_key_that_stands_there_twice_is_named_with_its_place(
    how: str, text: str, key: str, place: str
) -> None:
    with pytest.raises(ProjectFileError, match=f"this object has the key '{key}' twice") as caught:
        READ[how](text.encode())
    assert (caught.value.code, caught.value.place) == ("invalid", place)


def test_a_place_as_long_as_a_file_makes_it_is_told_in_short() -> None:
    with pytest.raises(ProjectFileError, match="there is no such key") as caught:
        json_text.decode(b'{"a": {"b": 1}, "' + b"x" * 9000 + b'": 1}', Strict, "text")
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xff\xfe\x00\x00", b"\0", b"\0\0\0{"])
def test_what_has_no_text_at_all_is_refused(data: bytes) -> None:
    for read in READ.values():
        with pytest.raises(ProjectFileError):
            read(data)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-be"])
def test_weights_in_another_encoding_are_told_so_and_not_that_they_are_none(
    encoding: str, tmp_path: Path
) -> None:
    (tmp_path / "w.json").write_bytes('{"sizes": [1, 1]}'.encode(encoding))
    with pytest.raises(ProjectFileError, match=r"w\.json.*it is text in UTF-"):
        weights.import_weights(tmp_path / "w.json")
