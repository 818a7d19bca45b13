"""Reading in a child process: with a limit to its memory, and an end whenever it is wanted.

`command` says how the child is started, with `bpexplorer.live.asker.Asker.spawn` in the window and
`bpexplorer.core.children.outside.run` without, and `Delivery.table` what came of it. The numbers come through a file in
a folder of their own, which is mapped into memory rather than read, and has no name from then on.
"""
