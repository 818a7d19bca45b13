"""What one column of texts is, decided over all of its cells."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bpexplorer.core.numerals import count
from bpexplorer.data.readers.block import Block
from bpexplorer.data.readers.columns import coded, number_columns
from bpexplorer.data.readers.refusal import examples, quoted, refused
from bpexplorer.data.readers.text.collector import WEAK_MARKS, Again, Collector, Texts, not_finite
from bpexplorer.data.readers.text.dates import DateStyle, is_date, style_of
from bpexplorer.data.readers.text.layout import Layout
from bpexplorer.data.readers.text.signs import Signs
from bpexplorer.data.table.table import Column, Kind
from bpexplorer.translation import tr

#: No more than this share of cells are mistakes in a column of something else; and no more than that in any.
_FEW, _VERY_FEW = 0.05, 0.001
#: Fewer different numbers than this may as well be names of classes.
_MANY_NUMBERS = 20
_INFINITE = {"inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "∞", "-∞", "−∞", "+∞"}
#: So many different cells can be named as marks of missing values.
_MOST_UNREAD = 20
#: Signs for a share and for currencies.
_UNITS = ("%", "€", "$", "£", "¥")
#: (no, yes), in small letters.
_YES_NO = (
    ("no", "yes"),
    ("n", "y"),
    ("false", "true"),
    ("f", "t"),
    ("nein", "ja"),
    ("non", "oui"),
    ("off", "on"),
)
_NAME_COLUMN = tr("Correct them, name what they say as a mark of missing values, or take the column as text.")


@dataclass(slots=True)
class ColumnDecision:
    """Decides what one column of texts is.

    ``is_text`` says that it is to be taken as text, ``tried`` how numbers could also be written.
    """

    collector: Collector
    number: int
    texts: Texts
    is_text: bool
    layout: Layout
    tried: Sequence[Signs]

    @property
    def name(self) -> str:
        """Its name."""
        return self.collector.names[self.number]

    def column(self, notes: list[str]) -> Column:
        """The column; what is to be said of it goes to ``notes``. Raises as `deciding.decide` does."""
        values = [text for text in self.texts.code_of if text not in self.collector.marks]
        kind = self.layout.kinds.get(self.number)
        if self.layout.class_names and kind is Kind.CATEGORY:
            return self._named_classes()
        if not self.is_text and kind is not Kind.CATEGORY:
            others = [text for text in values if not self._is_number(text) and text not in WEAK_MARKS]
            if not others:
                return self._numbers()
            if column := self._with_unit(values, notes):
                return column
            if column := self._dates(values, notes):
                return column
            if column := self._yes_no(values):
                return column
            self._check_numbers(others, notes)
        if self.texts.begin:
            raise Again(texts=frozenset({self.number}))
        return self._categories(values)

    def _is_number(self, text: str) -> bool:
        return self.collector.signs.is_number(text)

    def _line(self, text: str) -> int:
        return self.texts.lines[self.texts.code_of[text]]

    def _examples(self, texts: Sequence[str], *, said: int | None = None) -> str:
        lines = [(text, self._line(text)) for text in texts]
        return examples(lines, are_rows=self.layout.counts_rows, said=said)

    def _counts(self) -> NDArray[np.intp]:
        return np.bincount(self.texts.codes[self.texts.begin :], minlength=len(self.texts.code_of))

    def _cells(self, texts: Collection[str]) -> int:
        counts = self._counts()
        return int(sum(counts[self.texts.code_of[text]] for text in texts))

    def _before(self) -> NDArray[Any]:
        """The numbers that were there before the first text."""
        place = self.collector.places.get(self.number)
        if place is None:
            return np.empty(0, np.float32)
        return self.collector.block[: self.texts.begin, place]

    def _numbers(self) -> Column:
        marks = self.collector.marks | WEAK_MARKS
        values = self._finite({text: text for text in self.texts.code_of if text not in marks})
        values[: self.texts.begin] = self._before()
        return self._number_column(values)

    def _with_unit(self, values: list[str], notes: list[str]) -> Column | None:
        """Numbers with one sign for a share or a currency before or behind all of them."""
        sign = next((sign for sign in _UNITS if all(sign in text for text in values)), "")
        if not sign or self.texts.begin:
            return None
        numbers = {text: text.removeprefix(sign).removesuffix(sign).strip() for text in values}
        if not all(map(self._is_number, numbers.values())):
            return None
        notes.append(
            tr(
                "{column} is read as numbers without their sign {sign}.",
                column=quoted(self.name),
                sign=quoted(sign),
            )
        )
        return self._number_column(self._finite(numbers))

    def _finite(self, numbers: Mapping[str, str]) -> NDArray[np.float64]:
        """The number of each row, by the number that its text has; NaN for another text.

        Raises DataFileError for one beyond the range of floating-point numbers.
        """
        value = self.collector.signs.value
        table = np.array([value(numbers[text]) if text in numbers else np.nan for text in self.texts.code_of])
        if np.isinf(table).any():
            text = list(self.texts.code_of)[int(np.argmax(np.isinf(table)))]
            raise not_finite(self.name, text, self._line(text))
        found: NDArray[np.float64] = table[self.texts.codes]
        return found

    def _number_column(self, values: NDArray[np.float64]) -> Column:
        """As float32 where that holds all of them."""
        block = Block(len(values), 1)
        block.put(0, values[:, np.newaxis])
        return number_columns([self.name], {0: 0}, block.array)[0]

    def _categories(self, values: list[str], ordered: Sequence[str] | None = None) -> Column:
        """Each text is a category; their order is that of numbers and letters."""
        names = tuple(ordered if ordered is not None else sorted(values, key=self._order))
        return coded(self.name, Kind.CATEGORY, self.texts.codes, list(self.texts.code_of), names)

    def _order(self, text: str) -> tuple[bool, float, str]:
        is_number = self._is_number(text)
        return not is_number, self.collector.signs.value(text) if is_number else 0.0, text

    def _named_classes(self) -> Column:
        names = self.layout.class_names
        texts = [
            names[int(text)] if text.isdigit() and int(text) < len(names) else ""
            for text in self.texts.code_of
        ]
        if "" in texts:
            text = list(self.texts.code_of)[texts.index("")]
            raise refused(
                tr("there is no class {text}", text=quoted(text)),
                code="layout",
                line=self._line(text),
                column=self.name,
                remedy=tr("The first line names the classes, which are counted from 0."),
            )
        return coded(self.name, Kind.CATEGORY, self.texts.codes, texts, names)

    def _yes_no(self, values: list[str]) -> Column | None:
        lower = {text.casefold() for text in values}
        pair = next((pair for pair in _YES_NO if lower == set(pair)), None)
        if pair is None or self.texts.begin:
            return None
        # Written in one way or several: the first of each is its name.
        names = tuple(next(text for text in values if text.casefold() == word) for word in pair)
        texts = [
            names[pair.index(text.casefold())] if text.casefold() in pair else text
            for text in self.texts.code_of
        ]
        return coded(self.name, Kind.YES_NO, self.texts.codes, texts, names)

    def _dates(self, values: list[str], notes: list[str]) -> Column | None:
        if self.texts.begin or not values:
            return None
        style, other = style_of(values)
        if style is not None:
            if other is not None:
                notes.append(
                    tr(
                        "The dates of {column} are read as {style}, guessed: they could be {other}, too.",
                        column=quoted(self.name),
                        style=style.title,
                        other=other.title,
                    )
                )
            return self._dated(style)
        dates = [text for text in values if is_date(text)]
        others = [text for text in values if not is_date(text)]
        if dates and not others:
            first = dates[0]
            style, _ = style_of(dates[:1])
            assert style is not None
            odd = next(text for text in dates if style.days(text) is None)
            raise refused(
                tr(
                    "its dates are written in more than one way: {examples}",
                    examples=self._examples([first, odd], said=self._line(odd)),
                ),
                code="mixed_dates",
                line=self._line(odd),
                column=self.name,
                remedy=tr("Write all of them as year-month-day, or take the column as text."),
                can_be_text=True,
            )
        if dates and self._cells(others) <= _FEW * self._cells(values):
            raise self._few(others, self._cells(others), tr("dates"), "text_in_dates")
        return None

    def _dated(self, style: DateStyle) -> Column:
        days = [style.days(text) for text in self.texts.code_of]
        values = np.array([np.nan if day is None else day for day in days])[self.texts.codes]
        return Column(self.name, Kind.DATE, values, np.isnan(values))

    def _check_numbers(self, others: list[str], notes: list[str]) -> None:
        """Refuse numbers but for a few cells, and numbers with two decimal signs; read again what has other signs."""
        collector, signs = self.collector, self.collector.signs
        before = self._before()
        numbers = [
            text for text in self.texts.code_of if self._is_number(text) and text not in collector.marks
        ]
        number_cells = self._cells(numbers) + int(np.count_nonzero(~np.isnan(before)))
        infinite = [text for text in others if text.casefold() in _INFINITE]
        if infinite and len(infinite) == len(others) and number_cells:
            raise not_finite(self.name, infinite[0], self._line(infinite[0]))
        values = [*others, *(text for text in numbers if signs.shows_decimals(text))]
        for other in self.tried:
            if other != signs and all(map(other.is_number, others)):
                if other.decimal != signs.decimal and (
                    any(map(signs.shows_decimals, numbers)) or collector.shows_decimals is not None
                ):
                    raise self._two_decimals(others, other)
                if all(map(other.is_number, values)):
                    raise Again(signs=other)
        cells = self._cells(others)
        distinct = len(set(numbers)) + len(np.unique(before))
        share = cells / (cells + number_cells)
        if number_cells and (share <= _VERY_FEW or (share <= _FEW and distinct > _MANY_NUMBERS)):
            raise self._few(others, cells, tr("numbers"), "text_in_numbers")
        if number_cells:
            notes.append(
                tr(
                    "{column} is read as text, as not all of its cells are numbers ({cells} of {all} aren't): "
                    "{examples}.",
                    column=quoted(self.name),
                    cells=count(cells),
                    all=count(cells + number_cells),
                    examples=self._examples(others),
                )
            )

    def _few(self, others: list[str], cells: int, what: str, code: str) -> Exception:
        return refused(
            tr(
                "it holds {what} but for {cells} of {rows} cells: {examples}",
                what=what,
                cells=count(cells),
                rows=count(self.collector.rows),
                examples=self._examples(others, said=self._line(others[0])),
            ),
            code=code,
            line=self._line(others[0]),
            column=self.name,
            remedy=_NAME_COLUMN,
            unread=tuple(others) if len(others) <= _MOST_UNREAD else (),
            can_be_text=True,
        )

    def _two_decimals(self, others: list[str], other: Signs) -> Exception:
        signs, seen = self.collector.signs, self.collector.shows_decimals
        where = (
            tr(
                "; line {line}, column {column}, has “{sign}”",
                line=count(seen[0]),
                column=quoted(self.collector.names[seen[1]]),
                sign=signs.decimal,
            )
            if seen is not None
            else ""
        )
        return refused(
            tr(
                "the file has two decimal signs: {examples}, in {cells} cells{where}",
                examples=self._examples(others, said=self._line(others[0])),
                cells=count(self._cells(others)),
                where=where,
            ),
            code="two_decimal_signs",
            line=self._line(others[0]),
            column=self.name,
            remedy=tr("Write all numbers with one decimal sign, or take the column as text."),
            can_be_text=True,
        )
