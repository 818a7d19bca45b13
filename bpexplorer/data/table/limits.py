"""How much data is taken, named here and checked before memory is."""

#: Numbers of a table, rows times columns: MNIST has 4.7·10⁷.
MAX_NUMBERS = 50_000_000
#: Inputs of a network, after categories have become inputs of their own.
MAX_INPUTS = 4_096
MAX_CLASSES = 1_000
#: Columns of a file: those that aren't inputs may be left out.
MAX_COLUMNS = 8_192
#: Characters of all different texts of a table.
MAX_TEXT = 64_000_000
#: What a file may take on the disk: numbers written out have some twenty characters.
MAX_FILE_BYTES = 2**31

MIB = 2**20
#: What reading may take beside the array: programs, the rows that are being read, and the different texts.
READING_MEMORY = 256 * MIB
