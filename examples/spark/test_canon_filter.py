"""What a task does with a partition, tried without Spark. `CANON` is the program."""

import csv
import io
import os
import subprocess
import sys
import tempfile
import time
import unittest
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from canon_filter import CanonError, Exchange, match_batches
from make_export import HOSTILE, pool

CANON = os.environ["CANON"]
SENT = ("Title", "Dept")
FLAGS = ["--select=1", "--department=2", "--input-format=jsonl", "--format=csv", "--isolated", "--quiet", "--jobs=1"]
KINDS = "code title score band role_score level_score level_source method alias soc isco reason"
ADDED = tuple(f"canon_{kind}" for kind in KINDS.split())


def batch(titles: Sequence[str | None]) -> pa.RecordBatch:
    """Rows with these titles; the column of numbers never reaches canon."""
    departments = pa.array((["Finance", None] * len(titles))[: len(titles)], pa.string())
    return pa.RecordBatch.from_arrays(
        [pa.array(range(len(titles)), pa.int64()), pa.array(titles, pa.string()), departments],
        names=["n", "Title", "Dept"],
    )


def run(batches: list[pa.RecordBatch], command: list[str] | None = None) -> list[pa.RecordBatch]:
    """All that comes back."""
    return list(match_batches(batches, command or [CANON, "match", *FLAGS], Exchange(SENT, ADDED)))


def script(source: str) -> list[str]:
    """A program that stands in for canon where canon would not misbehave."""
    return [sys.executable, "-c", source]


class Filter(unittest.TestCase):
    def test_hostile_cells_get_what_canon_gives_them_in_a_file(self) -> None:
        titles = [*HOSTILE, *pool()[0]]
        rows = batch(titles)
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(rows.schema.names)
        writer.writerows(zip(*(column.to_pylist() for column in rows.columns), strict=True))
        single = subprocess.run(
            [CANON, "match", "--select=Title", "--department=Dept", "--isolated", "--quiet"],
            input=text.getvalue().encode(),
            capture_output=True,
            check=True,
        )
        expected = list(csv.reader(io.StringIO(single.stdout.decode(), newline="")))

        parts = [rows.slice(0, 7), rows.slice(7, 1), rows.slice(8, 0), rows.slice(8)]
        given = run(parts)

        self.assertEqual([len(part) for part in given], [7, 1, len(titles) - 8])
        table = pa.Table.from_batches(given)
        self.assertEqual(table.schema.names, expected[0])
        self.assertEqual(table.select(rows.schema.names), pa.Table.from_batches([rows]))
        answers = [[cell or "" for cell in row.values()] for row in table.select(list(ADDED)).to_pylist()]
        self.assertEqual(answers, [row[3:] for row in expected[1:]])

    def test_nothing_is_null_and_not_an_empty_text(self) -> None:
        (given,) = run([batch([None])])
        self.assertEqual(given.column("canon_code").null_count, 1)
        self.assertEqual(given.column("canon_reason").to_pylist(), ["the cell is empty"])

    def test_a_partition_without_rows_starts_no_canon(self) -> None:
        self.assertEqual(run([], ["/nowhere/canon"]), [])
        self.assertEqual(run([batch([])], ["/nowhere/canon"]), [])

    def test_more_than_the_pipes_hold_passes(self) -> None:
        many = [batch([f"Nurse {'x' * 300} {number}" for number in range(5000)]) for _ in range(8)]
        self.assertEqual(sum(map(len, run(many))), 40_000)

    def test_the_words_of_canon_are_the_error(self) -> None:
        with self.assertRaisesRegex(CanonError, "(?s)ended with 2: .*no-such-taxonomy"):
            run([batch(["Nurse"])], [CANON, "match", *FLAGS, "--taxonomy=/no-such-taxonomy"])

    def test_a_program_that_is_missing_is_named(self) -> None:
        with self.assertRaisesRegex(CanonError, "cannot run /nowhere/canon: No such file"):
            run([batch(["Nurse"])], ["/nowhere/canon"])

    def test_a_program_that_dies_in_the_middle_is_an_error(self) -> None:
        dies = script("import os; os.read(0, 1); os.write(2, b'no more'); os._exit(3)")
        with self.assertRaisesRegex(CanonError, "ended with 3: no more"):
            run([batch(["Nurse " * 50] * 5000)] * 3, dies)

    def test_rows_that_go_missing_are_an_error(self) -> None:
        header, row = ",".join(ADDED), "," * (len(ADDED) - 1)
        loses = script(f"import sys; sys.stdin.read(); print({header!r}); print({row!r})")
        with self.assertRaisesRegex(CanonError, "another number of rows"):
            run([batch(["Nurse", "Teacher"])], loses)

    def test_who_wants_no_more_leaves_no_canon_behind(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder, "pid")
            waits = script(
                f"import os, pathlib, time; pathlib.Path({str(place)!r}).write_text(str(os.getpid())); "
                f"print({','.join(ADDED)!r}); print({',' * (len(ADDED) - 1)!r}, flush=True); "
                "os.close(1); time.sleep(600)"
            )
            rows = match_batches(iter([batch(["Nurse"])] * 2), waits, Exchange(SENT, ADDED))
            next(rows)
            rows.close()
            self.assertFalse(alive(int(place.read_text())))

    def test_a_killed_task_leaves_no_canon_behind(self) -> None:
        """Spark kills the Python of a task by SIGKILL, which no code sees."""
        task = (
            "import time, test_canon_filter as t\n"
            "def rows():\n"
            "    yield t.batch(['Nurse'])\n"
            "    print('fed', flush=True)\n"
            "    time.sleep(600)\n"
            "list(t.match_batches(rows(), [t.CANON, 'match', *t.FLAGS], t.Exchange(t.SENT, t.ADDED)))\n"
        )
        with subprocess.Popen([sys.executable, "-c", task], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            self.assertEqual(process.stdout.readline(), b"fed\n")
            (child,) = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            self.assertTrue(alive(int(child)))
            process.kill()
        end = time.monotonic() + 30
        while alive(int(child)) and time.monotonic() < end:
            time.sleep(0.05)
        self.assertFalse(alive(int(child)))


def alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


if __name__ == "__main__":
    unittest.main()
