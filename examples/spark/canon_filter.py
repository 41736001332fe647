"""Runs `canon match` as a filter over Arrow batches: titles go in, the columns that canon adds come out.

Nothing here needs Spark, so a task of a cluster and a test use the same code.
"""

import contextlib
import json
import queue
import subprocess
import tempfile
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import NoReturn, Self

import pyarrow as pa
import pyarrow.csv

_encode = json.JSONEncoder(ensure_ascii=False).encode


class CanonError(Exception):
    """What canon, or the way to it, could not do; the message is for a person."""


@dataclass(frozen=True)
class Exchange:
    """Which columns canon is sent and which it gives back.

    Only the title and the columns that give context cross the pipe. The others stay as they are, with their types
    and nulls, and cost nothing.
    """

    sent: tuple[str, ...]
    added: tuple[str, ...]

    @property
    def keys(self) -> list[str]:
        """Names for the pipe that no header detection takes for anything, so that every partition is read alike."""
        return [f"c{number}" for number in range(1, len(self.sent) + 1)]


def json_lines(columns: Iterable[pa.Array], keys: list[str]) -> bytes:
    """Rows as JSON Lines: a row stays one line whatever its cells hold, and an empty row stays a row."""
    cells = [column.cast(pa.string()).to_pylist() for column in columns]
    rows = zip(*cells, strict=True)
    return "".join(f"{_encode(dict(zip(keys, row, strict=True)))}\n" for row in rows).encode()


def match_batches(
    batches: Iterable[pa.RecordBatch], command: list[str], exchange: Exchange
) -> Generator[pa.RecordBatch, None, None]:
    """Gives every batch back with the columns that canon adds, in the order of the rows.

    A partition without rows starts no canon, which takes empty input for an interrupted export.
    """
    filled = (batch for batch in batches if batch.num_rows > 0)
    first = next(filled, None)
    if first is None:
        return
    with _Canon(command, exchange) as canon:
        yield from canon.feed(first)
        for batch in filled:
            yield from canon.feed(batch)
        yield from canon.finish()


class _Canon:
    """A running canon. As a context manager it never outlives the task that started it.

    If the task's process is killed without a chance to clean up, its ends of the pipes close, and canon ends by itself.
    """

    def __init__(self, command: list[str], exchange: Exchange) -> None:
        self._command = command
        self._exchange = exchange
        self._waiting: deque[pa.RecordBatch] = deque()
        self._answers: list[pa.RecordBatch] = []
        self._read: queue.SimpleQueue[pa.RecordBatch | Exception | None] = queue.SimpleQueue()

    def __enter__(self) -> Self:
        # A file takes any length of messages; a third pipe would need a thread of its own to be drained.
        self._messages = tempfile.TemporaryFile()
        try:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._messages
            )
        except OSError as error:
            self._messages.close()
            raise CanonError(f"cannot run {self._command[0]}: {error.strerror}") from error
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._stdin, self._stdout = self._process.stdin, self._process.stdout
        # The thread reads as long as there is something, so canon can always write on and never stops reading: no
        # deadlock. The batches of the task are only touched by the task's own thread.
        self._reader = threading.Thread(target=self._read_answers, daemon=True)
        self._reader.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        with contextlib.suppress(BrokenPipeError):
            self._stdin.close()
        self._stdout.close()
        self._messages.close()

    def feed(self, batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
        """Sends a batch, and gives back those that are answered by now."""
        self._waiting.append(batch)
        sent = [batch.column(name) for name in self._exchange.sent]
        try:
            self._stdin.write(json_lines(sent, self._exchange.keys))
        except BrokenPipeError:
            self._fail("it stopped reading")
        while not self._read.empty() and self._take_answer():
            yield from self._answered()

    def finish(self) -> Iterator[pa.RecordBatch]:
        """Says that this was all, and gives back the rest."""
        try:
            self._stdin.close()
        except BrokenPipeError:
            self._fail("it stopped reading")
        while self._take_answer():
            yield from self._answered()
        if self._process.wait() != 0:
            self._fail("it failed")
        if self._waiting or self._answers:
            self._fail("it gave another number of rows than it was sent")

    def _read_answers(self) -> None:
        names = list(self._exchange.added)
        convert = pa.csv.ConvertOptions(
            include_columns=names,
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=True,
            null_values=[""],
        )
        parse = pa.csv.ParseOptions(newlines_in_values=True)
        try:
            for answer in pa.csv.open_csv(self._stdout, parse_options=parse, convert_options=convert):
                self._read.put(answer)
        except (pa.ArrowException, KeyError) as error:
            self._read.put(error)
        self._read.put(None)

    def _take_answer(self) -> bool:
        """Takes what was read next; false at the end."""
        answer = self._read.get()
        if isinstance(answer, Exception):
            self._fail(f"its output cannot be read: {answer}")
        if answer is None:
            self._read.put(None)
            return False
        self._answers.append(answer)
        return True

    def _answered(self) -> Iterator[pa.RecordBatch]:
        """Batches whose rows are all answered, with the answers beside them."""
        while self._waiting and sum(map(len, self._answers)) >= len(self._waiting[0]):
            asked = self._waiting.popleft()
            answers = pa.Table.from_batches(self._answers)
            own = answers.slice(0, len(asked)).combine_chunks().to_batches()[0]
            self._answers = answers.slice(len(asked)).to_batches()
            names = [*asked.schema.names, *self._exchange.added]
            yield pa.RecordBatch.from_arrays([*asked.columns, *own.columns], names=names)

    def _fail(self, otherwise: str) -> NoReturn:
        """Raises with canon's own words, or with `otherwise` where it left none."""
        try:
            code = self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            raise CanonError(f"canon: {otherwise}") from None
        self._messages.seek(0)
        words = self._messages.read().decode(errors="replace").strip()
        raise CanonError(f"canon ended with {code}: {words or otherwise}")
