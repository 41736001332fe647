#!/usr/bin/env bash
# Matches one export by a single process and on a Spark of two workers, and compares the results byte for byte.
#   examples/spark/check.sh [ROWS]        1,000,000 rows if not said
# CANON is the program (built if not said), MASTER another master, PYTHON the Python that makes the virtual environment.
set -euo pipefail
cd "$(dirname "$0")"

rows=${1:-1000000}
master=${MASTER:-local-cluster[2,1,1024]}
root=$(cd ../.. && pwd)

if ! command -v "${JAVA_HOME:+$JAVA_HOME/bin/}java" >/dev/null; then
    echo "check: no Java; Spark needs Java 17 or newer on the path or in JAVA_HOME" >&2
    exit 2
fi
if [[ -z ${CANON:-} ]]; then
    cargo build --release --locked --manifest-path "$root/Cargo.toml"
    CANON=$root/target/release/canon
fi
if ! .venv/bin/python -m pip freeze 2>/dev/null | cmp -s - <(grep -v '^#' requirements.txt | LC_ALL=C sort); then
    "${PYTHON:-python3}" -m venv .venv
    .venv/bin/python -m pip install --quiet --requirement requirements.txt
fi
export PYSPARK_PYTHON=$PWD/.venv/bin/python CANON

work=$PWD/work
rm -rf "$work"
mkdir "$work"
"$PYSPARK_PYTHON" -m unittest --quiet test_canon_filter

export="$work/export.csv"
"$PYSPARK_PYTHON" make_export.py "$rows" "$export"

now() { date +%s.%N; }
start=$(now)
"$CANON" match "$export" --isolated --quiet -o "$work/single.csv"
middle=$(now)
.venv/bin/spark-submit --master "$master" --driver-memory 512m --conf spark.ui.enabled=false --conf spark.log.level=WARN \
    canon_match.py "$export" "$work/spark" --canon "$CANON" 2>"$work/spark.log" ||
    { tail -n 20 "$work/spark.log" >&2; echo "check: Spark failed; all it said is in $work/spark.log" >&2; exit 1; }
end=$(now)

sorted() { "$PYSPARK_PYTHON" records.py "$@" | LC_ALL=C sort -z -S 128M -T "$work"; }
sorted "$work/single.csv" >"$work/single.sorted"
sorted "$work"/spark/part-*.csv >"$work/spark.sorted"
if ! cmp "$work/single.sorted" "$work/spark.sorted"; then
    echo "check: the results differ; they are in $work" >&2
    exit 1
fi
awk -v a="$start" -v b="$middle" -v c="$end" -v rows="$rows" -v bytes="$(stat -c %s "$work/single.sorted")" -v master="$master" 'BEGIN {
    printf "%d rows, %d bytes, the same from both\n", rows, bytes
    printf "single process %.1f s, Spark on %s %.1f s: %.1f times as long\n", b - a, master, c - b, (c - b) / (b - a)
}'
