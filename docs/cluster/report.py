"""Writes a page about a summary, and a list of pictures for its montage.

usage: report.py SUMMARY PAGE LIST NUMBER FOLDER
"""

import csv
import html
import sys
from pathlib import Path


def cells(tag, values):
    return "<tr>" + "".join(f"<{tag}>{html.escape(value)}</{tag}>" for value in values) + "</tr>"


def main(summary, page, list_file, number, folder):
    with open(summary, newline="") as file:
        rows = list(csv.DictReader(file))
    failed = [row for row in rows if row["error"]]
    done = [row for row in rows if not row["error"]]
    results = [folder / name for row in done for name in row["output"].split("|")]
    pictures = [path for path in results if path.suffix != ".csv"] or [Path(row["input"]) for row in done]
    step = max(1, len(pictures) // number)
    Path(list_file).write_text("".join(f"{path.resolve()}\n" for path in pictures[::step][:number]))
    seconds = sum(float(row["seconds"]) for row in done)
    lines = [
        '<!DOCTYPE html><meta charset="utf-8"><title>Neural Art</title>',
        f"<p>{len(done)} images done in {seconds:.0f} s of computing, {len(failed)} failed."
        ' All of them: <a href="summary.csv">summary.csv</a>.</p>',
        '<p><img src="montage.png"></p>' if done else "",
    ]
    if failed:
        lines += ["<table>", cells("th", ["input", "error"])]
        lines += [cells("td", [row["input"], row["error"]]) for row in failed]
        lines += ["</table>"]
    Path(page).write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), Path(sys.argv[5]))
