"""What serves a document in place of the training thread, for tests without one."""

from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.messages import Apply, Forget, Revert, TakeMark
from bpexplorer.core.training.ledger import Ledger
from bpexplorer.core.training.state import start_run
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.document.network_document import NetworkDocument

Message = Apply | Revert | Forget | TakeMark


class Thread:
    """Does with the messages what the training thread does, at once, and checks that it knows each edit."""

    def __init__(self, document: NetworkDocument) -> None:
        self.document = document
        self.messages: list[Message] = []
        self.own()
        document.message_posted.connect(self._serve)

    def own(self) -> None:
        plan, data = self.document.plan, self.document.prepared.training
        self.trainer, self.ledger = Trainer(start_run(plan.spec, plan.config, data)), Ledger()

    def _serve(self, message: Message) -> None:
        self.messages.append(message)
        match message:
            case Apply(number, edit_id, edit):
                self.ledger.apply(self.trainer, edit_id, edit, Context(number))
            case Revert(number, edit_id):
                self.ledger.revert(self.trainer, edit_id, Context(number))
            case TakeMark(mark_id):
                self.document.marks.keep(mark_id, self.trainer.state())
            case Forget(edit_ids):
                assert set(edit_ids) <= self.known
                self.ledger.forget(edit_ids)

    @property
    def known(self) -> set[int]:
        return set(self.ledger.edit_ids)

    def check(self) -> None:
        """The run is of the document's plan, and can undo and redo what the document can."""
        assert self.trainer.spec == self.document.plan.spec
        assert self.trainer.config == self.document.plan.config
        assert self.trainer.data is self.document.prepared.training
        assert self.known == self.document.undo_stack.edit_ids
        numbers = [message.number for message in self.messages if isinstance(message, Apply | Revert)]
        assert numbers == sorted(set(numbers))
        if numbers:
            assert self.document.posted == numbers[-1]
