"""What is said reaches stdout and stderr whatever they are, or it is said why not; and no result is lost by it."""

import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from bpexplorer.cli import main
from bpexplorer.cli.console import output
from bpexplorer.cli.console.codes import CLOSED_PIPE, UNANSWERED
from bpexplorer.project import files

COMMANDS = (
    ("options",),
    ("options", "adam"),
    ("info", "digits"),
    ("check", "xor"),
    ("inspect", "xor", "--seconds", "0", "--layer", "1"),
    ("train", "xor", "--epochs", "1", "--set", "cost=quadratic"),
    ("info", "“nowhere”.npz"),
)


def stream(encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding)


def written(to: io.TextIOWrapper) -> bytes:
    to.flush()
    buffer = to.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue()


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8", "latin-1", "cp437", "utf-16"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_answer_can_be_written_in_every_encoding(
    monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], encoding: str
) -> None:
    for as_json in ([], ["--json"]):
        out, err = stream(encoding), stream(encoding)
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", err)
        assert main([*command, *as_json]) == ("“nowhere”.npz" in command)
        said = written(out).decode(encoding)
        assert "\\u" not in written(err).decode(encoding)
        if as_json:
            assert isinstance(json.loads(said), dict)
        else:
            assert "\\" not in said
    monkeypatch.undo()


@pytest.mark.parametrize("command", [["--help"], ["train", "--help"], ["--version"], ["inspect", "-h"]])
@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_help_can_be_written_in_every_encoding(
    monkeypatch: pytest.MonkeyPatch, command: list[str], encoding: str
) -> None:
    out = stream(encoding)
    monkeypatch.setattr(sys, "stdout", out)
    with pytest.raises(SystemExit) as ended:
        main(command)
    assert ended.value.code == 0
    assert b"bpexplorer" in written(out)
    assert b"\\u" not in written(out)


def test_signs_that_an_encoding_lacks_are_spelt_out(monkeypatch: pytest.MonkeyPatch) -> None:
    out = stream("ascii")
    monkeypatch.setattr(sys, "stdout", out)
    output.write("“δ” = a − y, Δz ≤ ½, λμ, x² ≠ 1/(1 − β₁ᵗ), w ← w, é, 中\n")
    assert written(out) == (
        b'"delta" = a - y, Delta z <= 1/2, lambda mu, x^2 != 1/(1 - beta1^t), w <- w, e, \\u4e2d\n'
    )


def test_json_is_utf_8_where_that_is_what_stdout_has_and_else_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = {"sign": "δ é 𝛿", "count": msgspec.Raw(b"1" + b"0" * 30)}
    for encoding, expected in (
        ("utf-8", '{"sign":"δ é 𝛿","count":1000000000000000000000000000000}\n'.encode()),
        ("cp1252", b'{"sign":"\\u03b4 \\u00e9 \\ud835\\udeff","count":1000000000000000000000000000000}\n'),
    ):
        out = stream(encoding)
        monkeypatch.setattr(sys, "stdout", out)
        assert output.write_json(facts) == 0
        assert written(out) == expected


@pytest.mark.skipif(sys.platform != "linux", reason="file names of any bytes, as Linux has them")
def test_a_file_s_name_that_is_no_text_is_told_with_an_escape(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = os.fsdecode(b"\xff\xfe.bpx")
    monkeypatch.chdir(tmp_path)
    for as_json in ([], ["--json"]):
        out = stream("utf-8")
        monkeypatch.setattr(sys, "stdout", out)
        assert main(["train", "xor", "--epochs", "1", "--save", name, *as_json]) == 0
        assert rb"\udcff\udcfe.bpx" in written(out).replace(b"\\\\", b"\\")
    assert files.load(Path(name)).state.epoch == 1
    err = stream("utf-8")
    monkeypatch.setattr(sys, "stderr", err)
    assert main(["info", os.fsdecode(b"\xff")]) == 1
    assert rb"no file \xe2\x80\x9c\udcff" in written(err).replace(b"\xe2\x80\x9c", rb"\xe2\x80\x9c")


@pytest.fixture(params=["closed", "full", "without a reader"])
def failing(request: pytest.FixtureRequest) -> Iterator[tuple[io.TextIOWrapper | None, int, str]]:
    """A stdout that fails, the exit code that says so, and what is said of it."""
    if request.param == "closed":
        yield None, UNANSWERED, "closed"
        return
    if request.param == "full":
        if not Path("/dev/full").exists():
            pytest.skip("there is no /dev/full here")
        full = os.open("/dev/full", os.O_WRONLY)
        made, code, words = os.fdopen(full, "w", encoding="utf-8"), UNANSWERED, "No space left"
    else:
        reader, writer = os.pipe()
        os.close(reader)
        made, code, words = os.fdopen(writer, "w", encoding="utf-8"), CLOSED_PIPE, "closed it before its end"
    yield made, code, words
    made.close()  # nothing is left in it that would fail once more


@pytest.mark.parametrize("as_json", [(), ("--json",)])
def test_results_are_written_where_stdout_fails_and_the_exit_code_says_so(
    failing: tuple[io.TextIOWrapper | None, int, str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    as_json: tuple[str, ...],
) -> None:
    out, code, words = failing
    err = stream("utf-8")
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    saved = tmp_path / "p.bpx"
    assert main(["train", "xor", "--epochs", "1", "--save", str(saved), *as_json]) == code
    assert files.load(saved).state.epoch == 1
    said = written(err).decode()
    assert said.count("\n") == 1
    assert words in said
    assert "The files that were asked for are written." in said


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_says_so_where_stdout_fails(
    failing: tuple[io.TextIOWrapper | None, int, str], monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    out, code, words = failing
    err = stream("utf-8")
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    with pytest.raises(SystemExit) as ended:
        main([option])
    assert ended.value.code == code
    assert words in written(err).decode()


def test_what_a_command_found_is_more_than_that_nobody_heard_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["info", "nowhere.npz", "--json"]) == 1


def test_without_any_stream_commands_do_their_work_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    saved = tmp_path / "p.bpx"
    assert main(["train", "xor", "--epochs", "1", "--save", str(saved)]) == UNANSWERED
    assert files.load(saved).state.epoch == 1
    assert main(["info", "nowhere.npz"]) == 1
    with pytest.raises(SystemExit) as ended:
        main(["train", "xor", "--epochs", "x"])
    assert ended.value.code == 2


def test_a_terminal_that_has_gone_away_doesn_t_end_training(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Gone(io.StringIO):
        def isatty(self) -> bool:
            return True

        def write(self, text: str) -> int:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(sys, "stderr", Gone())
    saved = tmp_path / "p.bpx"
    assert main(["train", "xor", "--epochs", "1", "--save", str(saved)]) == 0
    assert files.load(saved).state.epoch == 1


def test_on_a_terminal_each_result_is_named_while_it_is_written_and_nothing_is_left_of_that(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal, wiped = Terminal(), "\r\x1b[K"
    monkeypatch.setattr(sys, "stderr", terminal)
    results = ("--save", str(tmp_path / "p.bpx"), "--export", str(tmp_path / "w.npz"))
    assert main(["train", "xor", "--epochs", "1", *results]) == 0
    for name in ("p.bpx", "w.npz"):
        assert f"{wiped}Writing {name}…{wiped}" in terminal.getvalue()
        assert f"{wiped}Writing {name}… 80%{wiped}" in terminal.getvalue()
    assert terminal.getvalue().endswith(wiped)
