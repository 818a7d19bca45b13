"""Spreadsheets, JSON lines, Parquet, folders of pictures."""

import numpy as np

from bpexplorer.data.table.table import Reading
from tests.museum import made
from tests.museum.exhibits import Exhibit, Refused, Taken, category, day, number, taken, text, yes_no

CALAMINE, PILLOW = ("python_calamine",), ("PIL",)
ROWS = (("size", "kind", "ok"), (1.5, "x", True), (2, "y", False), (None, "x", True))
RIGHT = {
    "size": number("1.5", "2", ""),
    "kind": category("x", "y", "x"),
    "ok": yes_no("TRUE", "FALSE", "TRUE"),
}
DARK, LIGHT = made.png(np.zeros((2, 3), np.uint8)), made.png(np.full((2, 3), 255, np.uint8))
BLACK = {f"row {row}, column {column}": number("0") for row in range(2) for column in range(3)}


def sheet(
    title: str, data: bytes, right: Taken | Refused, *, name: str = "book.xlsx", **reading: object
) -> Exhibit:
    return Exhibit(title, {name: data}, right, Reading(**reading), CALAMINE)  # type: ignore[arg-type]


EXHIBITS = (
    sheet("xlsx: numbers, words, yes and no, nothing", made.xlsx(Data=ROWS), taken(3, RIGHT, sheet="Data", header=0)),
    sheet("xlsx: dates", made.xlsx(Data=(("d",), ("date:45351",), ("date:45352.5",))), taken(2, {"d": day("2024-02-29", "2024-03-01 12:00:00")})),
    sheet("xlsx: a title above the table", made.xlsx(Data=(("Report",), (), ("a", "b"), (1, 2), (3, 4))), taken(2, {"a": number("1", "3"), "b": number("2", "4")}, "passed over: 2")),
    sheet("xlsx: the second sheet, told", made.xlsx(A=(("x", "y"), (1, 2)), B=ROWS), taken(3, RIGHT, sheet="B"), sheet="B"),
    sheet("xlsx: the first sheet that holds something", made.xlsx(A=(), B=ROWS), taken(3, RIGHT, "“B”", "“A”", sheet="B")),
    sheet("xlsx: no names", made.xlsx(A=((1, 2), (3, 4))), taken(2, {"column 0": number("1", "3"), "column 1": number("2", "4")}, header=-1)),
    sheet("xlsx: a word among numbers", made.xlsx(A=(("n", "m"), *((k, k) for k in range(50)), ("?!", 1))), Refused("text_in_numbers", ("“A”", "row 52", "“n”", "cells: “?!”."))),
    sheet("xlsx: a sheet that there isn't", made.xlsx(A=ROWS), Refused("sheet", ("“C”", "“A”")), sheet="C"),
    sheet("xlsx: nothing in it", made.xlsx(A=()), Refused("empty")),
    sheet("xlsx: a bomb", made.claiming(made.xlsx(A=ROWS), 2**31), Refused("too_large", ("2,147,48",))),
    sheet("xlsx: an archive of too many parts", made.archive({f"{n}": b"" for n in range(10_001)}), Refused("too_large"), name="book.xlsx"),
    sheet("xlsx: cut off", made.xlsx(A=ROWS)[:-200], Refused("damaged")),
    sheet("xlsx: a damaged sheet", made.archive({"xl/workbook.xml": b"<workbook", "[Content_Types].xml": b"<"}), Refused("damaged")),
    sheet("ods: numbers, words, yes and no, nothing", made.ods(Data=ROWS), taken(3, RIGHT, sheet="Data"), name="book.ods"),
    sheet("xls: numbers, words, yes and no, dates", made.XLS, taken(2, {"size": number("1.5", "2"), "kind": category("x", "y"), "ok": yes_no("TRUE", "FALSE"), "d": day("2024-02-29", "2024-03-01")}, sheet="Data"), name="book.xls"),
    sheet("xls: cut off", made.XLS[:3000], Refused("damaged"), name="book.xls"),
    sheet("another archive", made.archive({"readme.txt": b"hello"}), Refused("other_format", ("archive",)), name="book.zip"),
    text("JSON lines", '{"a": 1, "b": "x", "ok": true}\n{"b": "y", "a": 2.5, "ok": false}\n{"a": null, "ok": true}\n', taken(3, {"a": number("1", "2.5", ""), "b": category("x", "y", ""), "ok": yes_no("true", "false", "true")}), name="rows.jsonl"),
    text("JSON lines: a list in an object", '{"a": 1}\n{"a": [2]}\n', Refused("json", ("line 2", "“a”")), name="rows.jsonl"),
    text("JSON lines: cut off", '{"a": 1}\n{"a": \n', Refused("json", ("line 2",)), name="rows.jsonl"),
    text("JSON lines: a name twice", '{"a": 1, "a": 2}\n', Refused("names", ("line 1", "“a”")), name="rows.jsonl"),
    text("JSON: a list", '[{"a": 1}, {"a": 2}]', Refused("other_format", ("JSON lines",)), name="rows.json"),
    Exhibit("a folder of pictures for each class", {"all/0/a.png": DARK, "all/0/b.png": DARK, "all/1/c.png": LIGHT, "all/1/notes.txt": b"x"},
            taken(3, BLACK | {"class": category("0", "0", "1")}, "passed over: 1", image_shape=(2, 3)), needs=PILLOW),
    Exhibit("a damaged picture", {"all/0/a.png": DARK, "all/1/c.png": LIGHT[:40]}, Refused("damaged", ("“1/c.png”",)), needs=PILLOW),
    Exhibit("a folder without pictures", {"all/readme.txt": b"x"}, Refused("is_folder", ("folder for each class",)), needs=PILLOW),
)  # fmt: skip
