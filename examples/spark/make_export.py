"""Writes an HR export of any length, the same on every machine, with cells that break careless readers.

python make_export.py 1000000 export.csv
"""

import csv
import random
import sys
from pathlib import Path

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
# Where titles stand, by file.
TITLES = {
    "hr/bamboohr_employees.csv": "Job Title",
    "hr/embedded_newlines.csv": "Job Title",
    "hr/ragged.csv": "Job Title",
    "hr/salutation_title.csv": "Position",
    "hr/utf8_bom.csv": "Job Title",
}
HEADER = ["Employee ID", "Business Title", "Dept.", "Grade", "Years of Experience", "Salary", "Notes"]
GRADES = ["", "", "", "", "P3", "P5", "M2", "S2", "IC4", "Level 3", "E9"]
# A cell beside the title that says nothing, and each of the ways to say something awkward.
NOTES = ["", "", "", "full time", "moved from Leeds", "see file"]
HOSTILE = [
    'He said "no", twice',
    '"',
    '""',
    "line one\nline two",
    "carriage\rreturn",
    "both\r\nof them\r\n",
    "\n",
    "a,b;c\td|e",
    "back\\slash",
    "ends in a backslash\\",
    '\\"',
    "  leading and trailing  ",
    " ",
    "\t",
    "",
    "#no comment",
    '=HYPERLINK("http://example.com","click")',
    "+1-1",
    "@SUM(A1)",
    "'quoted'",
    "NULL",
    "NaN",
    "007",
    "1e5",
    "2024-01-01",
    "👩‍💻 Engineer 🚀",
    "\u202eesrun",
    "no\u00a0break\u2028line\u2029paragraph",
    '{"json": [1]}',
    "<b>Nurse</b>",
]


def pool() -> tuple[list[str], list[str]]:
    """Titles and departments of the fixtures."""
    titles: set[str] = set()
    departments: set[str] = set()
    places = [(FIXTURES / name, column) for name, column in TITLES.items()]
    places += [(path, "title") for path in (FIXTURES / "gold").glob("*.csv")]
    for path, column in places:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                titles.add(row[column] or "")
                departments.add(row.get("Department") or "")
    return sorted(titles), sorted(departments)


def main() -> None:
    """Writes as many rows as asked."""
    count, path = int(sys.argv[1]), Path(sys.argv[2])
    titles, departments = pool()
    chance = random.Random(20)

    def cell(usual: list[str], odd: float) -> str:
        return chance.choice(HOSTILE if chance.random() < odd else usual)

    with path.open("w", encoding="utf-8", newline="") as file:
        # The writer quotes what its line ending has, and lone carriage returns must be quoted.
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(HEADER)
        for number in range(count):
            title = cell(titles, 0.01)
            if chance.random() < 0.1:
                title += f" - Req {chance.randrange(100_000):05}"
            if chance.random() < 0.001:
                title = f"{chance.choice(HOSTILE)}{title}{chance.choice(HOSTILE)}"
            salary = f"{chance.randrange(20_000, 200_000):,}.50"
            years = chance.choice(["", "", "", "1", "4", "8-10 years", "25"])
            identity = f"{number:07}" if chance.random() < 0.99 else f"#{number:07}"
            context = [cell(departments, 0.01), cell(GRADES, 0.01), years]
            writer.writerow([identity, title, *context, salary, cell(NOTES, 0.05)])


if __name__ == "__main__":
    main()
