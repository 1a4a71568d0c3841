"""Checks that a summary tells of all images in a table.

usage: complete.py TABLE SUMMARY
"""

import csv
import os.path
import sys


def inputs(name):
    with open(name, newline="", encoding="utf-8") as file:
        return {os.path.normpath(row["input"]) for row in csv.DictReader(file)}


def main(table, summary):
    missing = sorted(inputs(table) - inputs(summary))
    if missing:
        sys.exit(f"{summary} has no row for {len(missing)} images of {table}, such as {missing[0]}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
