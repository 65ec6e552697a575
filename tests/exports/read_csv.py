"""Says what is wrong with a table: read_csv.py DOCUMENT."""

import csv
import sys

with open(sys.argv[1], encoding="utf-8", newline="") as file:
    head, *rows = list(csv.reader(file, strict=True))
faults = [f"{len(row)} cells instead of {len(head)}" for row in rows if len(row) != len(head)]
faults += [f"{cell!r} is a formula" for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
print("\n".join(faults))
sys.exit(1 if faults or not rows else 0)
