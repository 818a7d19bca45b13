"""Bugs in what the window stands on: the document and its undo, the training thread, colours, what is drawn when."""

from typing import Final

from tests.planted.planting import Bug

STACK = ("gui/document/test_undo.py",)
DOCUMENT = ("gui/document/test_network_document.py",)
LIVE = ("gui/live/test_controller.py",)
MAILBOX = ("unit/live/test_mailbox.py",)
BITS = ("gui/window/test_same_bits.py",)
SAVING = ("gui/window/test_saving.py",)

BUGS: Final = (
    Bug(
        name="a save that is on its way names the project that was opened since",
        where="NetworkDocument.mark_saved",
        old="        if generation != self._generation:\n            return\n",
        new="",
        tests=SAVING,
    ),
    Bug(
        name="what is edited while a project is read is lost without a question",
        where="FileCommands._would_lose_more",
        old="return now.modified and not (is_same and agreed.modified)",
        new="return False",
        tests=SAVING,
    ),
    Bug(
        name="the window closes although a file wasn't written",
        where="FileJobs._fail",
        old="closing, self._when_idle = self._when_idle, None",
        new="closing = None",
        tests=SAVING,
    ),
    Bug(
        name="the second of two windows overwrites what the first has saved",
        where="SeenFiles.save",
        old="expected=over or self._digests.get(path)",
        new="expected=over",
        tests=SAVING,
    ),
    Bug(
        name="undo: several commands that are one step are undone in the order they were made",
        where="Macro.undo",
        old="for command in reversed(self.commands):",
        new="for command in self.commands:",
        tests=STACK,
    ),
    Bug(
        name="undo: what was undone can still be redone after another step",
        where="UndoStack._remember",
        old="del self._commands[self._index :]",
        new="pass",
        tests=STACK,
    ),
    Bug(
        name="undo: beyond the limit the newest step is dropped",
        where="UndoStack._remember",
        old="del self._commands[0]",
        new="del self._commands[-1]",
        tests=STACK,
    ),
    Bug(
        name="undo: what is saved counts as reached again by steps of another branch",
        where="UndoStack._remember",
        old="if self._clean is not None and self._clean > self._index:",
        new="if False:",
        tests=STACK,
    ),
    Bug(
        name="undo: the plan isn't restored",
        where="EditCommand.undo",
        old="self._document.take(self._before, self._prepared_before, message, back)",
        new="self._document.take(self._after, self._prepared_before, message, back)",
        tests=DOCUMENT,
    ),
    Bug(
        name="undo: the data aren't restored",
        where="EditCommand.undo",
        old="self._document.take(self._before, self._prepared_before, message, back)",
        new="self._document.take(self._before, self._prepared_after, message, back)",
        tests=DOCUMENT,
    ),
    Bug(
        name="undo: the training thread isn't told",
        where="EditCommand.undo",
        old="message = Revert(self._document.next_number(), self.edit_id)",
        new="message = None",
        tests=DOCUMENT,
    ),
    Bug(
        name="undo: the selection stays where the edit took it",
        where="EditCommand.undo",
        old="back = _backwards(self._edit, self._before)",
        new="back = lambda neuron: neuron",
        tests=DOCUMENT,
    ),
    Bug(
        name="redo is posted under the edit's first number",
        where="EditCommand.redo",
        old="message = Apply(number, self.edit_id, self._edit)",
        new="message = Apply(self.edit_id, self.edit_id, self._edit)",
        tests=DOCUMENT,
    ),
    Bug(
        name="changes of one number are one undo step however far apart",
        where="EditCommand._is_continued_by",
        old="return same and newer._made - self._made <= MERGE_SECONDS",
        new="return same",
        tests=DOCUMENT,
    ),
    Bug(
        name="edits that can't be reached any more are never forgotten",
        where="NetworkDocument._push_command",
        old="self._forget((known | command.edit_ids) - self.undo_stack.edit_ids)",
        new="pass",
        tests=DOCUMENT,
    ),
    Bug(
        name="steps since the save aren't worth saving",
        where="NetworkDocument._update_modified",
        old="not self.undo_stack.is_clean or self._now_at != self._saved_at",
        new="not self.undo_stack.is_clean",
        tests=DOCUMENT,
    ),
    Bug(
        name="a new seed doesn't begin a run",
        where="NetworkDocument.configure",
        old="if set(changed).intersection(RESTARTING):",
        new="if set(changed).intersection(RESTARTING[:2]):",
        tests=DOCUMENT,
    ),
    Bug(
        name="a sample that is gone stays chosen",
        where="SessionState.within",
        old="sample=min(max(self.sample, 0), samples - 1),",
        new="sample=self.sample,",
        tests=DOCUMENT,
    ),
    Bug(
        name="the session tells of changes that are none",
        where="Session.restore",
        old="if state != self._state:",
        new="if True:",
        tests=DOCUMENT,
    ),
    Bug(
        name="the mailbox keeps the older letter",
        where="Mailbox.put",
        old="            self._letter = letter\n",
        new="            self._letter = letter if was_empty else self._letter\n",
        tests=MAILBOX,
    ),
    Bug(
        name="the mailbox keeps two letters",
        where="Mailbox",
        old="            self._letter = letter\n"
        "        return was_empty\n\n"
        "    def take(self) -> T | None:\n"
        '        """Take the letter out, if there is one."""\n'
        "        with self._lock:\n"
        "            letter, self._letter = self._letter, None\n",
        new='            self._letters = [*getattr(self, "_letters", [])[-1:], letter]\n'
        "            self._letter = self._letters[0]\n"
        "        return was_empty\n\n"
        "    def take(self) -> T | None:\n"
        "        with self._lock:\n"
        '            letters = getattr(self, "_letters", [])\n'
        "            letter = letters.pop(0) if letters else None\n"
        "            self._letter = letters[0] if letters else None\n",
        tests=MAILBOX,
    ),
    Bug(
        name="a letter can be taken twice",
        where="Mailbox.take",
        old="letter, self._letter = self._letter, None",
        new="letter = self._letter",
        tests=MAILBOX,
    ),
    Bug(
        name="every letter wakes the reader",
        where="Mailbox.put",
        old="return was_empty",
        new="return True",
        tests=MAILBOX,
    ),
    Bug(
        name="frames share their arrays with the run",
        where="_frozen_copy",
        old="weights = [w.astype(np.float64) for w in network.weights]",
        new="weights = [w.view() for w in network.weights]",
        tests=LIVE,
    ),
    Bug(
        name="looking changes the last digits",
        where="Worker._frame",
        old="network, held = _frozen_copy(trainer.network), trainer.held",
        new="network, held = _frozen_copy(trainer.network), trainer.held\n"
        "        trainer.network.biases[0][0] *= 1 + 1e-15",
        tests=BITS,
    ),
    Bug(
        name="each frame costs a step",
        where="Worker._frame",
        old="network, held = _frozen_copy(trainer.network), trainer.held",
        new="trainer.advance(1)\n        network, held = _frozen_copy(trainer.network), trainer.held",
        tests=LIVE,
    ),
    Bug(
        name="the goal of a run goes on in the next",
        where="Worker._edit",
        old="self._pause()  # the goal was one of the run before",
        new="pass",
        tests=LIVE,
    ),
    Bug(
        name="a pause keeps the goal",
        where="Worker._pause",
        old="        self._playing = False\n        self._until_epoch = self._until_step = None",
        new="        self._playing = False",
        tests=LIVE,
    ),
    Bug(
        name="one step too many is made",
        where="Worker._train",
        old="UNLIMITED if goal is None else goal - trainer.step",
        new="UNLIMITED if goal is None else goal - trainer.step + 1",
        tests=LIVE,
    ),
    Bug(
        name="steps that were missed are all made up for",
        where="Pace.steps_due",
        old="late = min(max(0.0, now - self._next_due), MAX_LATE_SECONDS)",
        new="late = max(0.0, now - self._next_due)",
        tests=("unit/live/test_pace.py",),
    ),
    Bug(
        name="of the questions of one receiver the first is answered",
        where="_LaneWorker.put",
        old="self._waiting[key] = ticket",
        new="self._waiting.setdefault(key, ticket)",
        tests=("gui/live/test_asker.py",),
    ),
    Bug(
        name="an answer to a question that was replaced is heard",
        where="Asker._on_lane_told",
        old="            if self._newest.get(ticket.then) is not ticket:\n                return\n",
        new="",
        tests=("gui/live/test_asker.py",),
    ),
    Bug(
        name="colours: lines of negative numbers are red",
        where="CanvasPalette._edge_pen",
        old="strong[level > 0], share",
        new="strong[level < 0], share",
        tests=("gui/canvas/test_palette.py",),
    ),
    Bug(
        name="colours: zero isn't in the middle",
        where="SignedScale.rgba",
        old="* 127.5 + 127.5)",
        new="* 100.0 + 155.0)",
        tests=("gui/look/test_colours.py",),
    ),
    Bug(
        name="colours: the bound lies below the largest number",
        where="nice_bound",
        old="if (bound := float(text)) >= max_abs and",
        new="if (bound := float(text)) >= 0.9 * max_abs and",
        tests=("gui/look/test_colours.py",),
    ),
    Bug(
        name="colours: a bar says half of what its last colour means",
        where="ColourBar.high_text",
        old='return f"{self._high} +{significant(self._scale.bound)}".strip()',
        new='return f"{self._high} +{significant(0.5 * self._scale.bound)}".strip()',
        tests=("gui/look/test_widgets.py",),
    ),
    Bug(
        name="the canvas' colours follow the numbers",
        where="ScaleBook._scale",
        old="if key not in self._bounds:",
        new="if key not in self._bounds or known:",
        tests=("unit/canvas/test_scales.py",),
    ),
    Bug(
        name="a new run keeps the colours of the one before",
        where="ScaleBook._scale",
        old="            self._run = frame.run\n            self._bounds.clear()",
        new="            self._run = frame.run",
        tests=("unit/canvas/test_scales.py",),
    ),
    Bug(
        name="the legend of the edges names half its bound",
        where="edge_caption",
        old="bound = significant(scale.bound)",
        new="bound = significant(scale.bound / 2)",
        tests=("unit/canvas/test_scales.py", "gui/canvas/test_panel.py"),
    ),
    Bug(
        name="blame is w · the mean δ of its layer",
        where="_blame",
        old="samples.network.weights[layer - 1] * delta[:, np.newaxis]",
        new="samples.network.weights[layer - 1] * delta.mean()",
        tests=("unit/canvas/test_quantities.py",),
    ),
    Bug(
        name="faded is called grown",
        where="delta_tables.change_text",
        old='("faded", start / now) if now < start',
        new='("faded", start / now) if now > start',
        tests=("unit/panels/test_delta_tables.py",),
    ),
    Bug(
        name="the size of δ is the mean of |δ|",
        where="delta_tables.rms",
        old="largest * float(np.sqrt(np.mean(np.square(delta / largest))))",
        new="float(np.mean(np.abs(delta)))",
        tests=("unit/panels/test_delta_tables.py",),
    ),
    Bug(
        name="the crosshair names another point's value",
        where="cost_reading._mark",
        old="float(series.y[nearest])",
        new="float(series.y[nearest - 1])",
        tests=("unit/panels/test_cost_reading.py",),
    ),
    Bug(
        name="names of the legend run over its edge",
        where="Legend._places",
        old="if x and x + wide > width:",
        new="if False:",
        tests=("gui/panels/test_cost.py",),
    ),
    Bug(
        name="what nobody sees is drawn",
        where="DrawLoop._draw_next",
        old="self._stale = [view for view in self._stale if is_seen(view.widget)]",
        new="pass",
        tests=("gui/window/test_drawing.py",),
    ),
    Bug(
        name="one tick draws all views",
        where="DrawLoop._draw_next",
        old="                view.draw(frame)\n                return",
        new="                view.draw(frame)",
        tests=("gui/window/test_drawing.py",),
    ),
    Bug(
        name="views get frames of an earlier plan",
        where="FrameIntake.take",
        old="if frame is None or frame.edit != self._document.posted:",
        new="if frame is None:",
        tests=("gui/window/test_main_window.py", "gui/window/test_network_commands.py"),
    ),
    Bug(
        name="a number out of range is reverted without a word",
        where="NumberField._typed",
        old="            raise\n",
        new="            return self._value\n",
        tests=("gui/look/test_number_field.py",),
    ),
    Bug(
        name="what a field wrote is read again with the digits that it shows",
        where="NumberField._read",
        old="read_number(text, self._kind, self._written)",
        new="read_number(text, self._kind)",
        tests=("gui/look/test_number_field.py",),
    ),
    Bug(
        name="a comma in a real number is taken for a decimal sign without a question",
        where="_readings",
        old='if whole is not None and (decimal is None or kind is Kind.WHOLE or whole["separator"] == ","):',
        new="if whole is not None and (decimal is None or kind is Kind.WHOLE):",
        tests=("unit/look/test_typed_numbers.py",),
    ),
    Bug(
        name="undo: a step is taken from inside another",
        where="UndoStack._alone",
        old="if self._is_busy:",
        new="if False:",
        tests=STACK,
    ),
    Bug(
        name="undo begins before what is being typed is taken",
        where="UndoStack._moving",
        old="self.about_to_move.emit()",
        new="pass",
        tests=("gui/window/test_typing.py",),
    ),
    Bug(
        name="after a fault the edits of before can't be undone any more",
        where="Worker._load",
        old="if not keeps_edits:",
        new="if True:",
        tests=("gui/window/test_recovery.py",),
    ),
    Bug(
        name="an entry of a list isn't explained",
        where="ChoiceBox.__init__",
        old="self.setItemData(self.count() - 1, tooltip, Qt.ItemDataRole.ToolTipRole)",
        new="self.setItemData(self.count() - 1, label, Qt.ItemDataRole.ToolTipRole)",
        tests=("gui/panels/test_explanations.py",),
    ),
    Bug(
        name="another way to draw biases isn't offered but ignored",
        where="RESTARTING",
        old='    "bias_initializer",\n',
        new="",
        tests=("gui/panels/test_build.py", "gui/document/test_network_document.py"),
    ),
    Bug(
        name="a view that shows what was selects what is gone",
        where="Session._has",
        old="return self._spec is None or self._spec.has(neuron)",
        new="return True",
        tests=DOCUMENT,
    ),
    Bug(
        name="a drag goes on in another structure",
        where="NetworkView.show_plan",
        old="            self.drop()\n        self._shown.show_plan(",
        new="            pass\n        self._shown.show_plan(",
        tests=("gui/canvas/test_view.py",),
    ),
    Bug(
        name="a reading of the demon from before an edit is read as one of the new layers",
        where="Presentation._fitting_reading",
        old="return reading if tuple(change.shape[1] for change in changes) == sizes else None",
        new="return reading",
        tests=("gui/canvas/test_view.py",),
    ),
)
