"""Writes the records of CSV files as they stand, each ended by a NUL, so that `sort -z` and `cmp` can compare results.

Spark writes a file for each partition, with the header in each; that is written once, and must be the same in all.

    python records.py roles/part-*.csv | sort -z
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO


def records(lines: BinaryIO) -> Iterator[bytes]:
    """Lines, joined where a line break stands inside quotation marks."""
    record = b""
    for line in lines:
        record += line
        if record.count(b'"') % 2 == 0:
            yield record.removesuffix(b"\n")
            record = b""
    if record:
        yield record


def main() -> None:
    """Reads the files that were named."""
    header: bytes | None = None
    for name in sys.argv[1:]:
        with Path(name).open("rb") as file:
            rows = records(file)
            first = next(rows, None)
            if first is None:
                continue
            if header is None:
                header = first
                sys.stdout.buffer.write(header + b"\0")
            elif first != header:
                sys.exit(f"{name} has another header than the files before it")
            for row in rows:
                sys.stdout.buffer.write(row + b"\0")


if __name__ == "__main__":
    main()
