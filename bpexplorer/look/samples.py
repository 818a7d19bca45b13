"""What the samples that are looked at are called, on the canvas and in the panels. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass

from bpexplorer.core.training.traced_samples import Batch, BatchFate, SampleList, SampleSource, TracedSamples
from bpexplorer.core.training_data import PARTS, PartName
from bpexplorer.look import numbers
from bpexplorer.translation import tr, tr_n


@dataclass(frozen=True, slots=True)
class SourceWords:
    """A choice of samples: in a list of choices, in front of a sample's number, of all of them, and in a sentence."""

    choice: str
    prefix: str
    all: str
    explanation: str


SOURCE_WORDS: Mapping[SampleSource, SourceWords] = {
    SampleSource.PROBE: SourceWords(
        tr("fixed samples"),
        tr("sample"),
        tr("the fixed samples"),
        tr(
            "The same training samples always, through the whole network as it is now: "
            "dropout leaves nothing out."
        ),
    ),
    SampleSource.BATCH: SourceWords(
        tr("last batch"),
        tr("batch sample"),
        tr("the batch"),
        tr(
            "The samples of the last step, through the network as it was before that step, "
            "and without what dropout left out in it: the δ that made the step. Where no "
            "step has been made yet, those of the next one."
        ),
    ),
    SampleSource.HARDEST: SourceWords(
        tr("hardest samples"),
        tr("sample"),
        tr("the listed samples"),
        tr(
            "Those that the panel Hardest samples listed when you clicked on one of them, "
            "through the whole network as it is now: dropout leaves nothing out."
        ),
    ),
}

_LISTED = {
    "around": SourceWords(
        tr("samples around one"),
        tr("sample"),
        tr("the listed samples"),
        tr(
            "The sample that you clicked on in the plane, and those of its set that lie nearest to it, through the "
            "whole network as it is now: dropout leaves nothing out."
        ),
    ),
    "table": SourceWords(
        tr("samples of the table"),
        tr("sample"),
        tr("the listed samples"),
        tr(
            "The sample that you clicked on in the table of samples, and those of its set that stood next to it there, "
            "through the whole network as it is now: dropout leaves nothing out."
        ),
    ),
}


def source_words(source: SampleSource, listed: SampleList | None = None) -> SourceWords:
    """What a choice of samples is called; ``listed`` is the list that there is, if there is one."""
    usual = SOURCE_WORDS[source]
    return usual if source is not SampleSource.HARDEST or listed is None else _LISTED.get(listed.kind, usual)


_FATES: Mapping[BatchFate, str] = {
    BatchFate.TAKEN: tr("step {step}, before its update"),
    BatchFate.NEXT: tr("the next step, {step}: no update yet"),
    BatchFate.FAILED: tr("step {step}, which failed: no update"),
}


def part_word(part: PartName) -> str:
    """A set by one word, before “sample”."""
    return PARTS[part].removesuffix(" set")


def part_sample(part: PartName, row: int) -> str:
    """One sample of a part: ``test sample 123``."""
    return tr("{part_word} sample {row}", part_word=part_word(part), row=numbers.count(row))


def step_words(batch: Batch) -> str:
    """Of which step a batch is: ``step 340, before its update``."""
    return _FATES[batch.fate].format(step=numbers.count(batch.step))


def batch_words(batch: Batch) -> str:
    """Which batch this is: ``batch of step 340, before its update``."""
    return tr("batch of {step_words}", step_words=step_words(batch))


def count_words(samples: TracedSamples) -> str:
    """How many samples are shown: ``32 fixed samples``, ``20 samples``, ``first 64 of 1,437 samples``."""
    shown, count = len(samples.rows), samples.count
    if shown < count:
        return tr("first {shown} of {count} samples", shown=shown, count=numbers.count(count))
    match samples.source:
        case SampleSource.PROBE:
            return tr_n("{count} fixed sample", "{count} fixed samples", shown)
        case SampleSource.HARDEST:
            return tr_n("{count} {set} sample", "{count} {set} samples", shown, set=part_word(samples.part))
    return tr_n("{count} sample", "{count} samples", shown)


def shown_words(samples: TracedSamples) -> str:
    """Which samples are shown, and how many."""
    return " · ".join(([batch_words(samples.batch)] if samples.batch else []) + [count_words(samples)])


def sample_words(samples: TracedSamples, row: int) -> str:
    """One of the samples: ``sample 3``, ``test sample 123`` with its number in its part, or ``batch sample 3
    (no. 1,034)`` with its number in the training set."""
    if samples.source is SampleSource.HARDEST:
        return part_sample(samples.part, int(samples.rows[row]))
    if samples.batch is None:
        return f"{SOURCE_WORDS[SampleSource.PROBE].prefix} {row}"
    return tr(
        "{prefix} {row} (no. {rows_numbers})",
        prefix=SOURCE_WORDS[SampleSource.BATCH].prefix,
        row=row,
        rows_numbers=numbers.count(int(samples.rows[row])),
    )
