"""How much a file that is taken over may hold. Every refusal tells the limit it met."""

MEGABYTE = 1024 * 1024

FILE_BYTES = 50 * MEGABYTE
FILE_MEGABYTES = FILE_BYTES // MEGABYTE

ROWS = 200_000
COLUMNS = 256
CELL_CHARACTERS = 10_000
LINE_CHARACTERS = 1_000_000
SHEETS = 64

# A workbook is a zip. Honest ones unpack to 5-40 times their size, sheets of empty formatted cells to about 100.
UNPACKED_BYTES = 400 * MEGABYTE
PART_RATIO = 250
RATIO_COUNTS_FROM = MEGABYTE
ENTRIES = 2_000
DIRECTORY_BYTES = MEGABYTE
SMALL_PART_BYTES = 2 * MEGABYTE
XML_DEPTH = 32
XML_TAG_BYTES = MEGABYTE
