#!/usr/bin/env python3
"""Times canon beside a plain copy of the same file and beside what else is used for the task; see README.md beside this file."""
import argparse
import csv
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ["rapidfuzz", "scikit-learn", "sparse_dot_topn", "duckdb"]


def timed(command):
    """Wall time in seconds and peak memory in MB of a command."""
    started = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{command[0]} failed: {errors.decode(errors='replace')}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def median(command, runs):
    taken = [timed(command) for _ in range(runs)]
    return statistics.median(t for t, _ in taken), max(m for _, m in taken)


def pairs(left, right, runs):
    """Medians of two commands that are run by turns, and the median of their ratios."""
    taken = [(timed(left), timed(right)) for _ in range(runs)]
    ratio = statistics.median(a[0] / b[0] for a, b in taken)
    side = lambda n: (statistics.median(t[n][0] for t in taken), max(t[n][1] for t in taken))
    return side(0), side(1), ratio


def titles_of(path, column):
    with open(path, newline="", encoding="utf-8") as file:
        return list(dict.fromkeys(row[column] for row in csv.DictReader(file)))


def aliases(canon, folder):
    catalogue = folder / "catalogue.csv"
    timed([canon, "taxonomy", "export", "--format", "csv", "-o", catalogue])
    with open(catalogue, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return list(dict.fromkeys(a.strip() for row in rows for a in row["aliases"].split(";") if a.strip()))


def row(name, seconds, memory, count, note=""):
    print(f"| {name} | {seconds:.2f} s | {memory:.0f} MB | {count / seconds:,.0f} | {note} |", flush=True)


def others(folder, titles, canon, total):
    """The other tools, each in a process of its own."""
    home = folder / "venv"
    if not home.exists():
        venv.create(home, with_pip=True)
        subprocess.run([home / "bin/pip", "install", "--quiet", *PACKAGES], check=True)
    python = home / "bin/python"
    (folder / "aliases.txt").write_text("\n".join(aliases(canon, folder)), encoding="utf-8")
    listed = subprocess.run([home / "bin/pip", "list", "--format=freeze"], capture_output=True, text=True, check=True).stdout
    for name in ("rapidfuzz", "tfidf", "duckdb"):
        # Twice, so that what starting costs is not counted for each title.
        half = len(titles) // 2
        (folder / "titles.txt").write_text("\n".join(titles[:half]), encoding="utf-8")
        start, _ = timed([python, Path(__file__).with_name("others.py"), name, folder])
        (folder / "titles.txt").write_text("\n".join(titles), encoding="utf-8")
        seconds, memory = timed([python, Path(__file__).with_name("others.py"), name, folder])
        each = max(0.0, seconds - start) / (len(titles) - half)
        note = f"{len(titles):,} of {total:,} titles; all would take about {seconds + each * (total - len(titles)):,.0f} s"
        row(name, seconds, memory, len(titles), note)
    print("\n" + ", ".join(line for line in listed.split() if line.split("==")[0].lower().replace("-", "_") in
                            {p.lower().replace("-", "_") for p in PACKAGES}))


def grow(canon, folder, titles, runs):
    """How time grows with rows, and with distinct titles."""
    rng = random.Random(7)
    words = list(dict.fromkeys(word for title in titles for word in title.split()))

    def export(rows, distinct):
        named = titles[:distinct]
        named += [" ".join(rng.sample(words, 3)) for _ in range(distinct - len(named))]
        path = folder / "grown.csv"
        with open(path, "w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow(["id", "title", "place"])
            for n in range(rows):
                out.writerow([n, named[n] if n < distinct else named[int(distinct * rng.random() ** 3)], "Austin, TX"])
        return path

    print("\n| rows | distinct titles | wall | memory |\n|---|---|---|---|")
    cases = [(10**n, min(60_000, 10**n)) for n in (4, 5, 6, 7)] + [(10**6, 10**n) for n in (3, 4, 5, 6)]
    for rows, distinct in cases:
        seconds, memory = median([canon, "match", export(rows, distinct), "-s", "title", "-q", "-o", folder / "out.csv"], runs)
        print(f"| {rows:,} | {distinct:,} | {seconds:.2f} s | {memory:.0f} MB |", flush=True)
    full = aliases(canon, folder)
    print("\n| aliases | distinct titles | wall | memory |\n|---|---|---|---|")
    lines = folder / "lines.txt"
    lines.write_text("\n".join(titles[:10_000]) + "\n", encoding="utf-8")
    for count in (10**3, 10**4, 10**5):
        named = full[:count] + [" ".join(rng.sample(words, 3)) for _ in range(count - len(full))]
        with open(folder / "catalogue.csv", "w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow(["code", "title"])
            out.writerows((f"R{n}", name) for n, name in enumerate(named))
        command = [canon, "match", lines, "--taxonomy", folder / "catalogue.csv", "-q", "-o", folder / "out.csv"]
        seconds, memory = median(command, runs)
        print(f"| {count:,} | {min(len(titles), 10_000):,} | {seconds:.2f} s | {memory:.0f} MB |", flush=True)


def main():
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("export", type=Path)
    args.add_argument("--column", required=True, help="the column with the titles")
    args.add_argument("--canon", type=Path, default=ROOT / "target/release/canon")
    args.add_argument("--copy", type=Path, default=ROOT / "target/release/examples/csv_copy")
    args.add_argument("--runs", type=int, default=5)
    args.add_argument("--sample", type=int, default=1000, help="titles for the other tools")
    args.add_argument("--others", action="store_true", help="also run the other tools")
    args.add_argument("--grow", action="store_true", help="also measure how time grows")
    args.add_argument("--work", type=Path, help="a folder for what is made on the way")
    args = args.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.work or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        titles = titles_of(args.export, args.column)
        with open(args.export, newline="", encoding="utf-8") as file:
            rows = sum(1 for _ in csv.reader(file)) - 1
        version = subprocess.run([args.canon, "--version"], capture_output=True, text=True, check=True).stdout.strip()
        print(f"{version}; {platform.platform()}, {os.cpu_count()} processors; Python {platform.python_version()}")
        print(f"{args.export.name}: {args.export.stat().st_size / 1e6:.0f} MB, {rows:,} rows, {len(titles):,} distinct titles\n")
        print("| what | wall (median) | peak memory | rows or titles/s | |\n|---|---|---|---|---|")
        out = folder / "out.csv"
        match = lambda file, threads: [args.canon, "match", file, "-q", "-j", threads, "-o", out]
        for threads in (1, 2):
            ours, floor, ratio = pairs([*match(args.export, threads), "-s", args.column], [args.copy, args.export, out], args.runs)
            row(f"canon match, {threads} threads", *ours, rows, f"{ratio:.2f} × the copy")
        row("plain copy", *floor, rows)
        lines = folder / "titles-only.txt"
        lines.write_text("\n".join(titles) + "\n", encoding="utf-8")
        for threads in (1, 2):
            row(f"canon match, distinct titles as lines, {threads} threads", *median(match(lines, threads), args.runs), len(titles))
        if args.others:
            others(folder, random.Random(7).sample(titles, min(args.sample, len(titles))), args.canon, len(titles))
        if args.grow:
            grow(args.canon, folder, titles, max(1, args.runs // 2))


if __name__ == "__main__":
    main()
