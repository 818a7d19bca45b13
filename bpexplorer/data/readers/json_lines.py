"""JSON lines: one object on each line, whose keys name the columns."""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any, NoReturn

from bpexplorer.data.readers import rows
from bpexplorer.data.readers.progress import Progress, between
from bpexplorer.data.readers.refusal import check_size, quoted, refused
from bpexplorer.data.readers.rows import NumberedRow
from bpexplorer.data.readers.source import Source
from bpexplorer.data.readers.text import encoding
from bpexplorer.data.table.limits import MAX_COLUMNS
from bpexplorer.data.table.table import Reading, Table
from bpexplorer.translation import tr

_ONE_OBJECT = tr("Write one object on each line, with numbers, texts, true, false or null as its values.")


def check_head(source: Source, reading: Reading) -> None:
    """Raise DataFileError if it is no text."""
    encoding.check_head(source, reading.encoding)


def read(source: Source, reading: Reading, progress: Progress) -> Table:
    """Read all objects; raises DataFileError."""
    text = encoding.survey(source, reading.encoding, between(progress, 0.0, 0.1))
    names: dict[str, None] = {}
    count = 0
    for _, found in _objects(source, text):
        names |= dict.fromkeys(found)
        count += 1
        if len(names) > MAX_COLUMNS:
            check_size(1, len(names))
        if count % 1000 == 0:
            between(progress, 0.1, 0.4)(source.file.tell() / source.size)
    if not names:
        raise refused(tr("its objects are empty"), code="empty", remedy=_ONE_OBJECT)
    if "" in names:
        raise refused(tr("a value has an empty name"), code="names", remedy=tr("Give every column a name."))

    def data() -> Iterator[NumberedRow]:
        for line, found in _objects(source, text):
            yield line, [found.get(name, "") for name in names]

    columns, notes = rows.take(
        data, rows.plain_layout(list(names)), reading, capacity=count, progress=between(progress, 0.4, 1.0)
    )
    done = Reading(encoding=text.encoding, missing_marks=rows.marks_of(reading), as_text=reading.as_text)
    return Table(tuple(columns), source.origin(text.sha256, done), (*text.notes, *notes))


def _objects(source: Source, text: encoding.Survey) -> Iterator[tuple[int, dict[str, str]]]:
    """Each object with its line, its values as texts."""
    for number, line in enumerate(encoding.lines_of(source, text), start=1):
        if line.isspace():
            continue
        try:
            found = json.loads(
                line,
                parse_float=str,
                parse_int=str,
                parse_constant=str,
                object_pairs_hook=partial(_pairs, number),
            )
            if "\\ud" in line.lower():  # half of a character can be written so
                json.dumps(found, ensure_ascii=False).encode()
        except (ValueError, RecursionError) as error:
            raise refused(
                tr("this is no object in JSON"), code="json", line=number, remedy=_ONE_OBJECT
            ) from error
        if not isinstance(found, dict):
            _refuse_value(number, "")
        yield number, {name: _text(value, name, number) for name, value in found.items()}


def _pairs(line: int, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(name for name, _ in pairs if sum(name == other for other, _ in pairs) > 1)
        raise refused(
            tr("the name {name} stands twice in one object", name=quoted(twice)),
            code="names",
            line=line,
            remedy=tr("Give every column a name of its own."),
        )
    return found


def _text(value: Any, name: str, line: int) -> str:
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case None:
            return ""
        case _:
            _refuse_value(line, name)


def _refuse_value(line: int, name: str) -> NoReturn:
    raise refused(
        tr("the value is a list or an object") if name else tr("this is no object in JSON"),
        code="json",
        line=line,
        column=name,
        remedy=_ONE_OBJECT,
    )
