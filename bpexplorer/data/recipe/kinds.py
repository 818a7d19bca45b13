"""A column taken as another kind: numbers as categories, dates as numbers."""

from dataclasses import replace

import numpy as np

from bpexplorer.core.errors import DataError
from bpexplorer.core.vocabularies.vocabulary import nearest
from bpexplorer.data.table.table import Column, Kind, Table
from bpexplorer.translation import tr

#: No column has more categories: what has as many different values counts or names its rows.
MAX_CATEGORIES = 4096
#: So many names are listed in a sentence.
_MOST_NAMED = 12


def as_kind(column: Column, kind: Kind) -> Column:
    """The column with its values as this kind.

    Raises
    ------
    DataError
        If they can't be: text as numbers, or more than two values as yes or no.
    """
    if kind is column.kind:
        return column
    if kind.is_coded:
        named = column if column.kind.is_coded else _named(column)
        if kind is Kind.YES_NO and len(named.categories) > 2:
            raise DataError(
                tr(
                    "The column “{name}” has {count} different values; yes or no takes two. Take it as a "
                    "category.",
                    name=column.name,
                    count=len(named.categories),
                )
            )
        return replace(named, kind=kind)
    if column.kind is Kind.CATEGORY:
        raise DataError(
            tr(
                "The column “{name}” holds text, such as “{example}”, which is no number. Take it as a "
                "category, or leave it out.",
                name=column.name,
                example=next(iter(column.categories), "")[:40],
            )
        )
    if column.kind is Kind.YES_NO:
        numbers = np.where(column.missing, np.nan, column.values)
        return replace(column, kind=kind, values=numbers, categories=())
    return replace(column, kind=kind)


def _named(column: Column) -> Column:
    """Numbers as the names of categories, in their order."""
    kept = ~column.missing
    found, places = np.unique(column.values[kept], return_inverse=True)
    if len(found) > MAX_CATEGORIES:
        raise DataError(
            tr(
                "The column “{name}” has {count} different values, and a category can have {most} at most. "
                "Take it as a number, or leave it out.",
                name=column.name,
                count=len(found),
                most=MAX_CATEGORIES,
            )
        )
    codes = np.full(len(column.values), -1, dtype=np.int32)
    codes[kept] = places
    first = np.full(len(found), -1, dtype=np.intp)
    first[places[::-1]] = np.flatnonzero(kept)[::-1]
    names = tuple(column.text(row) for row in first.tolist())
    return replace(column, kind=Kind.CATEGORY, values=codes, categories=names)


def missing_column(name: str, table: Table) -> DataError:
    """What to say where a table lacks a column, with those that it has."""
    more = ", …" if len(table.names) > _MOST_NAMED else ""
    return DataError(
        tr(
            "The table has no column “{name}”.{nearest} Its columns are {names}.",
            name=name,
            nearest=nearest(name, table.names),
            names=", ".join(table.names[:_MOST_NAMED]) + more,
        )
    )
