"""Worksheets and answer sheets as one HTML file each, to print: a page a pupil. No Qt."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from bpexplorer.core.activations import activation
from bpexplorer.core.costs import cost
from bpexplorer.core.optimizers import optimizer
from bpexplorer.core.readings.phases.reading import StepPhases
from bpexplorer.core.readings.phases.worksheet import Worksheet, draw_worksheet
from bpexplorer.core.vocabularies.pairs import pair
from bpexplorer.look import numbers
from bpexplorer.look.samples import sample_words
from bpexplorer.translation import tr, tr_n
from bpexplorer.window.worksheets.exercises import Exercise, Line, exercises

_STYLE: Final = """
@page { size: A4; margin: 16mm; }
body { font: 11pt/1.4 sans-serif; color: #000; background: #fff; max-width: 178mm; margin: 8mm auto; }
section { break-after: page; }
section:last-child { break-after: auto; }
h1 { font-size: 17pt; margin: 0 0 2mm; }
h2 { font-size: 12pt; margin: 0 0 1mm; }
p { margin: 0 0 2mm; }
.about { color: #444; font-size: 9.5pt; }
.name { margin: 4mm 0; }
.rule { display: inline-block; border-bottom: 0.3mm solid #000; min-width: 34mm; height: 1.3em; }
.name .rule { min-width: 80mm; }
article { break-inside: avoid; border-top: 0.2mm solid #999; padding: 3mm 0 2mm; }
table { border-collapse: collapse; margin: 1mm 0 2mm; font-variant-numeric: tabular-nums; }
th, td { padding: 0.4mm 4mm; text-align: right; white-space: nowrap; }
th { border-bottom: 0.2mm solid #000; font-weight: normal; font-style: italic; }
td:first-child, th:first-child { text-align: left; padding-left: 0; }
td.work { border-bottom: 0.2mm dotted #777; min-width: 22mm; }
.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
.answer { font-weight: bold; }
.lines span { margin-right: 8mm; }
"""


def html(reading: StepPhases, seeds: Iterable[int], *, answers: bool) -> str:
    """The sheets of the pupils with these seeds; with the answers, or with room for them.

    Raises InvalidConfigError with the reason if the cost can't be evaluated after the output activation.
    """
    spec, config = reading.shown.spec, reading.shown.config
    pair(config.cost, spec.activations[-1], of_numbers=not reading.data.is_classification).check()
    title = tr("One step, slowly: answers") if answers else tr("One step, slowly: worksheet")
    sections = "".join(
        _section(reading, draw_worksheet(reading, seed), title, answers=answers) for seed in seeds
    )
    return (
        f'<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{sections}</body>\n</html>\n"
    )


def _section(reading: StepPhases, sheet: Worksheet, title: str, *, answers: bool) -> str:
    whose = escape(tr("Name"))
    name = "" if answers else f'<p class="name">{whose} <span class="rule"></span></p>\n'
    failed = "" if reading.divergence is None else f"<p>{escape(str(reading.divergence))}</p>\n"
    articles = "".join(
        _article(number, exercise, answers=answers)
        for number, exercise in enumerate(exercises(reading, sheet), start=1)
    )
    return (
        f"<section>\n<h1>{escape(title)}</h1>\n"
        f'<p class="about">{escape(_about(reading, sheet))}</p>\n{name}'
        f"<p>{escape(_TASK)}</p>\n{articles}{failed}</section>\n"
    )


_TASK: Final = tr(
    "All of this is of one sample of the batch, but for gradient and update, which are of the whole batch. "
    "Two digits of each answer are enough."
)


def _about(reading: StepPhases, sheet: Worksheet) -> str:
    """Whose sheet it is, and of which step of which network."""
    spec, config, shown = reading.shown.spec, reading.shown.config, reading.shown
    size = len(reading.samples.rows)
    layers = ", ".join(activation(each).label for each in spec.activations)
    return " · ".join(
        (
            tr("Seed {seed}", seed=sheet.seed),
            f"{'-'.join(map(str, spec.sizes))} {layers}",
            cost(config.cost).label,
            f"{optimizer(config.optimizer).label}, η = {numbers.significant(shown.learning_rate)}",
            tr("step {step}", step=numbers.count(shown.number)),
            tr_n("batch of {count} sample", "batch of {count} samples", size, count=numbers.count(size)),
            sample_words(reading.samples, sheet.row),
        )
    )


def _article(number: int, exercise: Exercise, *, answers: bool) -> str:
    parts = [
        f"<article>\n<h2>{number}. {escape(exercise.title)}</h2>\n<p>{escape(exercise.caption)}</p>\n",
        _table(exercise, answers=answers),
        _lines(exercise.given),
        _lines(exercise.ways),
        _answers(exercise, answers=answers),
        "</article>\n",
    ]
    return "".join(parts)


def _table(exercise: Exercise, *, answers: bool) -> str:
    if not exercise.rows:
        return ""
    head = "".join(f"<th>{escape(column)}</th>" for column in exercise.columns)
    # A table with one column of numbers has nothing to be worked out: they are what is given.
    is_worked = len(exercise.columns) > 2
    rows = "".join(f"<tr>{_cells(row, hides_last=is_worked and not answers)}</tr>\n" for row in exercise.rows)
    if exercise.left is not None:
        blank = "<td></td>" * (len(exercise.columns) - 2)
        rows += (
            f"<tr><td>{escape(exercise.left.name)}</td>{blank}"
            f'<td class="number">{escape(exercise.left.text)}</td></tr>\n'
        )
    return f"<table>\n<tr>{head}</tr>\n{rows}</table>\n"


def _cells(row: Sequence[str], *, hides_last: bool) -> str:
    *others, last = row
    cells = "".join(f"<td>{escape(each)}</td>" for each in others)
    return cells + ('<td class="work"></td>' if hides_last else f"<td>{escape(last)}</td>")


def _lines(lines: Sequence[Line]) -> str:
    if not lines:
        return ""
    return f'<p class="lines">{" ".join(map(_line, lines))}</p>\n'


def _line(line: Line) -> str:
    if not line.text:
        return f"<span>{escape(line.name)}</span>"
    return f'<span>{escape(line.name)}: <span class="number">{escape(line.text)}</span></span>'


def _answers(exercise: Exercise, *, answers: bool) -> str:
    if answers:
        steps = "".join(f"<p>{_line(line)}</p>\n" for line in exercise.steps)
        return steps + "".join(
            f'<p class="answer">{escape(line.name)} = <span class="number">{escape(line.text)}</span></p>\n'
            for line in exercise.answers
        )
    return "".join(f'<p>{escape(line.name)} = <span class="rule"></span></p>\n' for line in exercise.answers)
