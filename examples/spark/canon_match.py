"""Codes the job titles of a table with `canon match`, on the workers of a Spark cluster.

    spark-submit canon_match.py export.csv roles --select "Business Title"

README.md has the whole story.
"""

import argparse
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyspark
from py4j.protocol import Py4JJavaError
from pyspark import SparkContext, SparkFiles
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import StringType, StructField, StructType

import canon_filter
from canon_filter import CanonError, Exchange, json_lines, match_batches

# What canon calls a column in its summary, and the flag that names it: the columns that can change an outcome.
TOPICS = {
    "title": "--select",
    "department": "--department",
    "family": "--family",
    "grade": "--level",
    "years": "--years",
    "manages": "--manages",
}
# As many rows as canon itself looks at to find the columns.
SAMPLE = 1000
# How rows cross the pipe, whatever the formats on both ends of it.
PIPE = ("--input-format", "jsonl", "--encoding", "utf-8", "--format", "csv")
PASSED_ON = ("accept", "reject", "accept_level", "margin", "top", "prefix")


@dataclass(frozen=True)
class Shipped:
    """A file or folder that Spark brings to the workers, by its name there."""

    name: str


# An argument of canon: as it is, or to be looked up on the worker.
Argument = str | Shipped
Task = Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Code the job titles of a table with canon, on Spark.")
    parser.add_argument("input", help="CSV or Parquet: a file, a folder or anything else that Spark reads")
    parser.add_argument("output", help="folder to write")
    parser.add_argument("--input-format", choices=["csv", "parquet"], help="default: by the ending, else csv")
    parser.add_argument("--output-format", choices=["csv", "parquet"], help="default: by the ending, else csv")
    parser.add_argument("--overwrite", action="store_true", help="replace the output if it exists")
    columns = parser.add_argument_group("columns (a name, or a number from 1; found by their headers if not given)")
    columns.add_argument("-s", "--select", metavar="COL", help="the titles")
    for flag in list(TOPICS.values())[1:]:
        columns.add_argument(flag, metavar="COL")
    text = parser.add_argument_group("reading CSV")
    text.add_argument("-d", "--delimiter", default=",", metavar="CHAR")
    text.add_argument("-E", "--encoding", default="UTF-8", metavar="NAME")
    text.add_argument("-n", "--no-headers", action="store_true", help="the first row is data")
    canon = parser.add_argument_group("canon (the last ones as in `canon match --help`)")
    canon.add_argument("--canon", default="canon", metavar="PATH", help="the program; default: the one on the path")
    canon.add_argument(
        "--shared",
        action="store_true",
        help="the paths below and of the program are the same on every worker: send nothing",
    )
    canon.add_argument("-t", "--taxonomy", metavar="PATH")
    canon.add_argument("--decisions", metavar="PATH")
    for name in PASSED_ON:
        canon.add_argument(f"--{name.replace('_', '-')}", metavar="VALUE")
    parser.add_argument(
        "--partitions", type=int, metavar="N", help="one canon for each; default: the cores of the cluster"
    )
    return parser.parse_args()


def main() -> int:
    """Runs it; 2 if it could not be done, like canon."""
    args = arguments()
    try:
        program = find_program(args.canon)
        require_java()
        spark = SparkSession.builder.appName("canon match").getOrCreate()
        try:
            run(spark, args, program)
        finally:
            spark.stop()
    except CanonError as error:
        return told(str(error))
    except (PySparkException, Py4JJavaError) as error:
        return told(cause(error))
    return 0


def run(spark: SparkSession, args: argparse.Namespace, program: str) -> None:
    """Reads, matches and writes."""
    table = read(spark, args)
    named = [f"{flag}={vars(args)[flag[2:]]}" for flag in TOPICS.values() if vars(args)[flag[2:]] is not None]
    local = [str(option) for option in canon_options(args, str)]
    exchange, flags = agree([program, "match", *named, *local], table.limit(SAMPLE).toArrow())
    context = spark.sparkContext
    context.addPyFile(str(Path(canon_filter.__file__)))
    with tempfile.TemporaryDirectory() as folder:
        executable: Argument = program
        options: list[Argument] = [*local]
        if not args.shared:
            executable = ship(context, program, folder)
            options = canon_options(args, lambda path: ship(context, path, folder))
        command = [executable, "match", *flags, *options, "--isolated", "--quiet", "--jobs", "1"]
        # PySpark looks the columns up by name on the way, and takes the dot of `Dept.` for a path.
        plain = table.toDF(*map(plain_name, range(len(table.columns))))
        added = [StructField(name, StringType()) for name in exchange.added]
        schema = StructType([*plain.schema.fields, *added])
        # All rows of a title meet in one partition, so the cluster matches each distinct title once.
        by_title = plain.repartition(args.partitions or context.defaultParallelism, exchange.sent[0])
        result = by_title.mapInArrow(partition_task(command, exchange), schema)
        write(result.toDF(*table.columns, *exchange.added), args)


def read(spark: SparkSession, args: argparse.Namespace) -> DataFrame:
    """The export. Every cell of a CSV stays the text it is; a row with too few or too many cells is an error."""
    if chosen_format(args.input_format, args.input) == "parquet":
        return spark.read.parquet(args.input)
    table = spark.read.csv(
        args.input,
        sep=args.delimiter,
        encoding=args.encoding,
        header=not args.no_headers,
        inferSchema=False,
        enforceSchema=False,
        multiLine=True,
        lineSep=line_ending(spark, args.input),
        quote='"',
        escape='"',
        mode="FAILFAST",
        ignoreLeadingWhiteSpace=False,
        ignoreTrailingWhiteSpace=False,
    )
    if args.no_headers:
        return table.toDF(*(f"column_{number}" for number in range(1, len(table.columns) + 1)))
    return table


def line_ending(spark: SparkSession, path: str) -> str:
    """How rows end, by the first one. Spark finds that, too, but then makes LF of every CRLF inside a cell."""
    row = ""
    for line in spark.read.text(path, lineSep="\n").take(100):
        row += line.value
        if row.count('"') % 2 == 0:
            break
    # In UTF-16 a zero byte stands on one side of each character.
    return "\r\n" if row.rstrip("\0").endswith("\r") else "\n"


def write(table: DataFrame, args: argparse.Namespace) -> None:
    """The result. A CSV is quoted as canon quotes: only where it must be, quotation marks doubled, no nulls written."""
    writer = table.write.mode("overwrite" if args.overwrite else "error")
    if chosen_format(args.output_format, args.output) == "parquet":
        writer.parquet(args.output)
        return
    # Else a row that begins with `#` is taken for a comment and quoted.
    writer.option("comment", "\x01").csv(
        args.output,
        header=True,
        quote='"',
        escape='"',
        nullValue="",
        emptyValue="",
        ignoreLeadingWhiteSpace=False,
        ignoreTrailingWhiteSpace=False,
    )


def agree(command: list[str], sample: pa.Table) -> tuple[Exchange, list[str]]:
    """Has canon find the columns in a sample, once, so that no partition finds others. It tries the arguments, too.

    Gives what is sent and comes back, and the flags that name the columns as they are sent.
    """
    names = sample.schema.names
    cells = [pa.nulls(len(sample)) if pa.types.is_nested(column.type) else column for column in sample.columns]
    # An export without rows still has columns.
    lines = json_lines(cells, names) or json_lines([pa.nulls(1)] * len(names), names)
    with tempfile.TemporaryDirectory() as folder:
        result, summary = Path(folder, "result.csv"), Path(folder, "summary.json")
        probe = subprocess.run(
            [*command, *PIPE, "--isolated", "--quiet", "--output", result, "--summary", summary],
            input=lines,
            capture_output=True,
            check=False,
        )
        if probe.returncode != 0:
            words = probe.stderr.decode(errors="replace").strip()
            raise CanonError(words.removeprefix("error: ").replace("standard input", "the export"))
        with result.open(encoding="utf-8", newline="") as text:
            header = next(csv.reader(text))
        found = json.loads(summary.read_text(encoding="utf-8"))["files"][0]

    columns = {topic: found[topic]["index"] for topic in TOPICS if found[topic]}
    for column in columns.values():
        kind = sample.schema.field(column).type
        if pa.types.is_nested(kind):
            raise CanonError(f"column `{names[column]}` holds {kind}; canon reads text")
    said = ", ".join(f"{topic} in `{names[column]}`" for topic, column in columns.items())
    print(f"canon_match: {said}", file=sys.stderr)
    sent = list(dict.fromkeys(columns.values()))
    flags = [f"{TOPICS[topic]}={sent.index(column) + 1}" for topic, column in columns.items()]
    return Exchange(tuple(map(plain_name, sent)), tuple(header[len(names) :])), [*flags, *PIPE]


def plain_name(index: int) -> str:
    """What a column is called between reading and writing."""
    return f"column{index}"


def partition_task(command: list[Argument], exchange: Exchange) -> Task:
    """What a worker does with a partition."""

    def match(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        here = [SparkFiles.get(part.name) if isinstance(part, Shipped) else part for part in command]
        return match_batches(batches, here, exchange)

    return match


def canon_options(args: argparse.Namespace, place: Callable[[str], Argument]) -> list[Argument]:
    """The options that are canon's own; `place` says what stands for a path."""
    options: list[Argument] = []
    for name in ("taxonomy", "decisions"):
        path = vars(args)[name]
        if path is not None:
            options += [f"--{name}", place(path)]
    for name in PASSED_ON:
        value = vars(args)[name]
        if value is not None:
            options.append(f"--{name.replace('_', '-')}={value}")
    return options


def ship(context: SparkContext, path: str, folder: str) -> Shipped:
    """Sends a file or a folder to the workers. Spark sends no folders from a local disk, so those go as an archive."""
    name = Path(path).resolve().name
    if Path(path).is_dir():
        archive = shutil.make_archive(str(Path(folder, name)), "zip", path)
        context.addArchive(f"{archive}#{name}")
    else:
        context.addFile(str(Path(path).resolve()))
    return Shipped(name)


def find_program(name: str) -> str:
    """The path of canon on this machine, where it is asked for the columns."""
    path = shutil.which(name)
    if path is None:
        raise CanonError(
            f"no program `{name}`; build it with `cargo build --release` and give --canon target/release/canon"
        )
    return str(Path(path).resolve())


def require_java() -> None:
    """Spark without Java fails with a message about a gateway. `spark-submit` has a Java running by now."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=f"{home}/bin") if home else shutil.which("java")
    if java is None and "PYSPARK_GATEWAY_PORT" not in os.environ:
        where = f"JAVA_HOME is {home}" if home else "`java` is not on the path"
        raise CanonError(f"no Java: {where}; Spark {pyspark.__version__} needs Java 17 or newer")


def chosen_format(given: str | None, path: str) -> str:
    """The format that was given, else the one of the ending."""
    return given or ("parquet" if path.rstrip("/").endswith(".parquet") else "csv")


def cause(error: Exception) -> str:
    """What canon said, else the innermost reason, out of the traces of the worker and the driver."""
    text = str(error)
    end = r"(?=\n\s*\n|\n\s*at |\Z)"
    own = re.findall(rf"canon_filter\.CanonError: (.*?){end}", text, re.DOTALL)
    inner = re.findall(rf"Caused by: [\w.$]+: (.*?){end}", text, re.DOTALL)
    return (own or inner or [text])[-1]


def told(message: str) -> int:
    """Says what went wrong; gives the exit code that canon has for it."""
    print(f"canon_match: {message}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
