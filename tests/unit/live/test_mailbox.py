"""The mailbox of one letter."""

import threading

from bpexplorer.live.mailbox import Mailbox


def test_the_newest_letter_is_the_one_that_is_read():
    box: Mailbox[int] = Mailbox()
    assert box.take() is None
    assert [box.put(letter) for letter in (1, 2, 3)] == [True, False, False]
    assert not box.is_empty
    assert box.take() == 3
    assert box.take() is None
    assert box.is_empty
    assert box.put(4)


def test_a_reader_that_looks_when_told_reads_the_last_letter_and_is_told_once_a_letter_at_most():
    box: Mailbox[int] = Mailbox()
    bell = threading.Semaphore(0)
    read, told, last = [], [], 5000

    def write():
        for letter in range(1, last + 1):
            if box.put(letter):
                told.append(letter)
                bell.release()

    writer = threading.Thread(target=write)
    writer.start()
    while not read or read[-1] != last:
        assert bell.acquire(timeout=20)
        letter = box.take()
        assert letter is not None
        read.append(letter)
    writer.join()
    assert read == sorted(set(read))
    assert len(told) == len(read)
