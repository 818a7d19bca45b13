"""Bugs in reading project files: what is passed over, made up, or taken although it can't be."""

from typing import Final

from tests.planted.planting import Bug

STRICT = ("unit/project/test_strict.py", "unit/project/test_files.py")
VERSIONS = ("unit/project/test_versions.py",)
CONSISTENCY = ("unit/project/test_consistency.py",)
FILES = ("unit/project/test_files.py",)
STATES = ("unit/project/test_every_state.py",)
REPLACING = ("unit/project/test_replacing.py",)
LEFTOVERS = ("unit/project/test_leftovers.py",)
HOSTILE = ("unit/project/test_hostile_files.py",)
JOURNAL = ("gui/document/test_journal.py",)
WEIGHTS_FAULTS = ("unit/project/weights/test_weights_faults.py",)

BUGS: Final = (
    Bug(
        name="a file is compared before its successor is written, not after",
        where="atomic._replace",
        old="""            written, lost = _fill(descriptor, data, target)
            _read_back(temporary, data, written, check)
            if expected is not None:
                check_unchanged(target.path, expected)
""",
        new="""            if expected is not None:
                check_unchanged(target.path, expected)
            written, lost = _fill(descriptor, data, target)
            _read_back(temporary, data, written, check)
""",
        tests=REPLACING,
    ),
    Bug(
        name="what is compared with its own memory needs no reading",
        where="atomic._read_back",
        old="is_made_of(file, data) if isinstance(data, Blocks)",
        new="True if isinstance(data, Blocks)",
        tests=("unit/project/test_atomic.py",),
    ),
    Bug(
        name="a member counts as the one that is held as soon as it says so",
        where="files._arrays",
        old="elif not packed.holds(name, known.blocks):",
        new="elif not known.blocks:",
        tests=FILES,
    ),
    Bug(
        name="a group that can't be kept leaves its rights to another",
        where="attributes.carry_over",
        old="        mode &= ~0o070 | (mode & 0o007) << 3\n",
        new="",
        tests=REPLACING,
    ),
    Bug(
        name="work of a window that lives counts as lost",
        where="WorkFolder.take",
        old="is_free = found is Hold.MINE or",
        new="is_free = True or",
        tests=("unit/project/recovery/test_lost.py",),
    ),
    Bug(
        name="an edit of the journal is made of work that has seen it",
        where="_Replay.follow",
        old="case _ if line.number == self._number + 1:",
        new="case _:",
        tests=JOURNAL,
    ),
    Bug(
        name="the journal counts the work as newer than it is",
        where="WorkFolder.keep",
        old="self.journal.note_kept(number, ",
        new="self.journal.note_kept(number + 1, ",
        tests=JOURNAL,
    ),
    Bug(
        name="edits of another window's numbers are followed",
        where="_Replay.is_of",
        old=" == self.session",
        new=' != ""',
        tests=JOURNAL,
    ),
    Bug(
        name="what was saved is asked about after a crash",
        where="Journal.note_clean",
        old="self._append(Clean(self.session))",
        new="pass",
        tests=(*JOURNAL, "gui/window/test_autosave.py"),
    ),
    Bug(
        name="edits aren't noted before they are written whole",
        where="Autosave._on_message_posted",
        old="self._notes.message(message, self._document.plan, self._document.posted)",
        new="pass",
        tests=("gui/window/test_autosave.py",),
    ),
    Bug(
        name="what undoes an edit isn't written with the work that has seen it",
        where="WorkFolder.keep",
        old="self.keep_ways(ways)",
        new="pass",
        tests=JOURNAL,
    ),
    Bug(
        name="an edit that was taken back is looked for as the one that was made",
        where="Notes.message",
        old="self.sides.number_of(message.edit_id)",
        new="message.edit_id",
        tests=JOURNAL,
    ),
    Bug(
        name="a mark that the work has seen is taken for a newer one",
        where="_Replay.follow",
        old=" and line.mark > self._mark",
        new="",
        tests=JOURNAL,
    ),
    Bug(
        name="nothing lost is found on a disk that is full",
        where="folder._sign",
        old="if found is not Hold.MINE:",
        new="if found is not Hold.OTHERS:",
        tests=("unit/project/recovery/test_lost.py",),
    ),
    Bug(
        name="data are used before a crash leaves them",
        where="OwnData.use",
        old="yield Write(partial(self.keep, choice.table))",
        new="yield Write(lambda: None)",
        tests=("gui/window/test_autosave.py",),
    ),
    Bug(
        name="the table that an undo comes back to goes with the edit",
        where="table_apart.drop_old",
        old="left = MOST_OTHER_BYTES",
        new="left = 0",
        tests=("unit/project/recovery/test_lost.py",),
    ),
    Bug(
        name="restored work replaces its file unasked",
        where="SeenFiles.note_restored",
        old="self._before_restored.add(path)",
        new="pass",
        tests=("gui/window/test_autosave.py",),
    ),
    Bug(
        name="a change from outside is told again and again",
        where="FileWatch._take",
        old="elif self._told != (look.watched, look.found):",
        new="else:",
        tests=("gui/window/test_outside_watch.py",),
    ),
    Bug(
        name="a report quotes the names of files",
        where="crash_report.without_data",
        old='re.sub(_QUOTED, "“…”", re.sub(_SOURCE, _source, text))',
        new="re.sub(_SOURCE, _source, text)",
        tests=("unit/project/recovery/test_crash_report.py",),
    ),
    Bug(
        name="an old temporary is removed although it is still written",
        where="leftovers._remove_if_left",
        old=" and hold(descriptor) is not Hold.OTHERS",
        new="",
        tests=LEFTOVERS,
    ),
    Bug(
        name="a value that a file leaves out takes the program's default",
        where="_Reader._check_object",
        old="if key not in raw and (self._complete or field.required):",
        new="if key not in raw and field.required:",
        tests=STRICT,
    ),
    Bug(
        name="only the first layer's keys are looked at",
        where="_Reader.check",
        old="for index, item in enumerate(raw):",
        new="for index, item in enumerate(raw[:1]):",
        tests=STRICT,
    ),
    Bug(
        name="a value that may be null isn't looked into",
        where="_Reader.check",
        old="            for each in node.types:\n",
        new="            for each in node.types[1:]:\n",
        tests=STRICT,
    ),
    Bug(
        name="a key that stands there twice counts as it stands last",
        where="json_text._check_keys",
        old="            if key in found:\n",
        new="            if key in found and found[key] == value:\n",
        tests=(*FILES, "unit/project/test_json_text.py"),
    ),
    Bug(
        name="weights: the digest of a file isn't compared",
        where="content.assemble",
        old="if metadata.sha256 not in (msgspec.UNSET, weights_file.digest()):",
        new="if metadata.sha256 == weights_file.digest()[::-1]:",
        tests=WEIGHTS_FAULTS,
    ),
    Bug(
        name="an archive's directory is read however long it is",
        where="_Bounded.read",
        old="        if self.most is None:\n",
        new="        if self.most is None or size > self.most:\n",
        tests=HOSTILE,
    ),
    Bug(
        name="arrays of a project are unpacked before it is known whether it has room for them",
        where="members.room",
        old='rows * row, "refuge"',
        new='rows * row * 2**30, "refuge"',
        tests=HOSTILE,
    ),
    Bug(
        name="a version may lack what it brought itself",
        where="completed",
        old="if version >= each.since:",
        new="if version > each.since:",
        tests=VERSIONS,
    ),
    Bug(
        name="a field that was moved leaves an empty holder behind, which no version knows",
        where="_move_within",
        old="            del outer[key]\n",
        new="            break\n",
        tests=("unit/project/test_versions.py",),
    ),
    Bug(
        name="steps that an older run had gone back from are still counted",
        where="_counted",
        old="return count if version >= COUNTED_SINCE else min(count, at.step)",
        new="return count",
        tests=VERSIONS,
    ),
    Bug(
        name="an epoch that has begun needs no step",
        where="_Place.check",
        old="least = self.epoch + (self.position > 0)",
        new="least = self.epoch",
        tests=CONSISTENCY,
    ),
    Bug(
        name="a position must be a multiple of the batch size",
        where="check_run",
        old="    _check_divergence(state)\n    _check_history",
        new="    _require(state.position % state.config.batch_size == 0, _RUN, 'no')\n    _check_divergence(state)\n"
        "    _check_history",
        tests=CONSISTENCY,
    ),
    Bug(
        name="the best state may lie ahead of the run",
        where="_Place.is_before",
        old="return (self.step < other.step and mine < theirs) or",
        new="return (self.step != other.step and mine != theirs) or",
        tests=CONSISTENCY,
    ),
    Bug(
        name="numbers that float32 doesn't have are rounded",
        where="members.planes",
        old="_check_all(flat == numbers,",
        new="_check_all(np.isfinite(flat),",
        tests=CONSISTENCY,
    ),
    Bug(
        name="every cost has to be finite to be saved",
        where="_check_epochs",
        old="    counts = epochs[..., :2]\n",
        new="    counts = epochs[..., :2]\n    npy.check_finite(epochs[..., 2:3], place)\n",
        tests=STATES,
    ),
)
