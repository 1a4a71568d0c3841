"""Cuts a folder of images, or a table with a column input, into tables of about as many pixels each.

usage: chunks.py INPUTS FOLDER PIXELS
"""

import csv
import io
import os
import re
import struct
import sys
from pathlib import Path

IMAGE = re.compile(r".*\.(tiff?|png|jpe?g|gif|bmp|dcm|fits|pgm|ppm|zip)", re.IGNORECASE)
JPEG_SIZES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


def tiff_pixels(file, order):
    """Counts the pixels of all slices; ImageJ tells of large stacks in a description."""
    total, offset = 0, struct.unpack(order + "I", file.read(4))[0]
    while offset:
        file.seek(offset)
        tags, slices = {}, 1
        for _ in range(struct.unpack(order + "H", file.read(2))[0]):
            tag, kind, count, value = struct.unpack(order + "HHI4s", file.read(12))
            tags[tag] = struct.unpack(order + ("Hxx" if kind == 3 else "I"), value)[0]
            if tag == 270:
                description = tags[tag], count
        offset = struct.unpack(order + "I", file.read(4))[0]
        if 270 in tags and not total and not offset:
            file.seek(description[0])
            stated = re.search(rb"ImageJ=.*\simages=(\d+)", file.read(description[1]), re.DOTALL)
            slices = int(stated.group(1)) if stated else 1
        total += tags[256] * tags[257] * slices
    return total


def jpeg_pixels(file):
    while True:
        marker, length = struct.unpack(">xBH", file.read(4))
        if marker in JPEG_SIZES:
            height, width = struct.unpack(">xHH", file.read(5))
            return height * width
        file.seek(length - 2, 1)


def pixels(path):
    """Counts the pixels of an image by its head; of other formats and broken files takes the bytes."""
    try:
        with open(path, "rb") as file:
            head = file.read(4)
            if head in (b"II*\0", b"MM\0*"):
                return tiff_pixels(file, "<" if head[:1] == b"I" else ">")
            if head == b"\x89PNG":
                width, height = struct.unpack(">12xII", file.read(20))
                return width * height
            if head[:2] == b"\xff\xd8":
                file.seek(2)
                return jpeg_pixels(file)
    except (OSError, struct.error, KeyError):
        pass
    return path.stat().st_size if path.exists() else 0


def rows(source, output):
    """Yields the rows of a table, or of one that is made for a folder, without a folder of results in it."""
    if not source.exists():
        raise ValueError(f"There is no folder or table {source}")
    if source.is_dir():
        for path in sorted(source.rglob("*")):
            hidden = any(part.startswith(".") for part in path.relative_to(source).parts)
            is_result = source in output.parents and output in path.parents
            if IMAGE.fullmatch(path.name) and path.is_file() and not hidden and not is_result:
                yield {"input": path.absolute()}
    else:
        with open(source, newline="", encoding="utf-8-sig") as file:
            table = csv.DictReader(file)
            if "input" not in (table.fieldnames or []):
                raise ValueError(f"{source} is no .csv table with a column input")
            for row in table:
                yield {**row, "input": (source.parent / row["input"]).absolute()}


def cut(source, output, limit):
    """Returns the tables as texts, by their numbers. Rows of one image stay together."""
    images = {}
    for row in rows(source.absolute(), output.absolute()):
        images.setdefault(os.path.normpath(row["input"]), []).append(row)
    if not images:
        raise ValueError(f"There are no images in {source}")
    chunks, size = [], 0
    for path, same in images.items():
        more = pixels(Path(path)) * len(same)
        if not chunks or size + more > limit:
            chunks.append([])
            size = 0
        chunks[-1] += same
        size += more
    return {f"{number:05}": text(chunk) for number, chunk in enumerate(chunks, 1)}


def text(chunk):
    table = io.StringIO()
    writer = csv.DictWriter(table, chunk[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(chunk)
    return table.getvalue()


def write(tables, folder):
    """Makes the files of a folder be the tables. One that is there already isn't touched: its job is done."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.csv"):
        if old.stem not in tables:
            old.unlink()
    for name, table in tables.items():
        file = folder / f"{name}.csv"
        if not file.exists() or file.read_bytes() != table.encode():
            file.write_bytes(table.encode())


if __name__ == "__main__":
    write(cut(Path(sys.argv[1]), Path(sys.argv[2]).parent, int(sys.argv[3])), Path(sys.argv[2]))
