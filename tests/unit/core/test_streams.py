"""Randomness: one stream a purpose, none shifts another, and the numbers stay what they are."""

from bpexplorer.core.streams import Purpose, stream

#: First numbers of three streams; who changes them changes the bits of every project.
PINNED = {1: [1436866474, 1142126352], 2: [2390049388, 3357413064], 3: [3447114110, 2575098874]}


def test_the_same_seed_purpose_and_counter_give_the_same_numbers():
    assert (
        stream(7, Purpose.SHUFFLE, 3).integers(0, 1 << 60, 4).tolist()
        == stream(7, Purpose.SHUFFLE, 3).integers(0, 1 << 60, 4).tolist()
    )


def test_every_seed_purpose_and_counter_has_a_stream_of_its_own():
    streams = [(seed, purpose, counter) for seed in (0, 1) for purpose in Purpose for counter in (0, 1, 2)]
    drawn = {int(stream(*one).integers(0, 1 << 60)) for one in streams}
    assert len(drawn) == len(streams)


def test_what_a_seed_means_is_pinned():
    assert stream(20261121, Purpose.INITIAL_PARAMETERS).integers(0, 1 << 32, 2).tolist() == PINNED[1]
    assert stream(20261121, Purpose.SHUFFLE, 1).integers(0, 1 << 32, 2).tolist() == PINNED[2]
    assert stream(20261121, Purpose.EDIT, 5).integers(0, 1 << 32, 2).tolist() == PINNED[3]
