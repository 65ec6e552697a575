#!/usr/bin/env python3
"""Draws what a terminal shows: text with ANSI colours on standard input, an SVG picture on standard output.

    chancery --color always verify bundle.zip | python3 docs/terminal-svg.py > picture.svg

Lines longer than the terminal are broken where the terminal would break them. Python's standard library alone.
"""

import re
import sys
import unicodedata
from xml.sax.saxutils import escape

COLUMNS = 116
CELL, LINE, SIZE, MARGIN = 8.43, 20, 14, 18
BACKGROUND, FOREGROUND = "#16181d", "#d7dae0"
COLORS = {31: "#ff6b68", 32: "#7bd88f", 33: "#e6c35c", 34: "#7aa6f7", 35: "#c792ea", 36: "#66c7d8"}
ESCAPE = re.compile("\x1b\\[([0-9;]*)m")


class Style:
    """The colour and weight of what comes next."""

    def __init__(self):
        self.color, self.bold, self.faint = None, False, False

    def apply(self, codes):
        """Applies the numbers of one escape sequence."""
        for code in [int(code or 0) for code in codes.split(";")]:
            if code == 0:
                self.__init__()
            elif code in (1, 2):
                self.bold, self.faint = self.bold or code == 1, self.faint or code == 2
            elif code == 22:
                self.bold, self.faint = False, False
            elif code in COLORS:
                self.color = COLORS[code]
            elif code == 39:
                self.color = None
            else:
                sys.exit("what is the code %d?" % code)

    def attributes(self):
        """As attributes of an SVG element."""
        found = []
        if self.color:
            found.append('fill="%s"' % self.color)
        if self.bold:
            found.append('font-weight="bold"')
        if self.faint:
            found.append('opacity="0.6"')
        return " ".join(found)


def width(letter):
    """How many columns a character takes."""
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def runs(line, style):
    """The line as runs of one style: attributes and text."""
    at = 0
    for found in ESCAPE.finditer(line):
        yield style.attributes(), line[at : found.start()]
        style.apply(found.group(1))
        at = found.end()
    yield style.attributes(), line[at:]


def rows(text):
    """Rows of the terminal: lists of (column, attributes, text)."""
    style = Style()
    for line in text.rstrip("\n").split("\n"):
        row, column = [], 0
        for attributes, run in runs(line, style):
            start, part = column, ""
            for letter in run:
                if column + width(letter) > COLUMNS:
                    row.append((start, attributes, part))
                    yield row
                    row, column, start, part = [], 0, 0, ""
                part += letter
                column += width(letter)
            row.append((start, attributes, part))
        yield row


def drawn(row, y):
    """The SVG of one row."""
    parts = []
    for column, attributes, text in row:
        # Runs of several spaces would be drawn as one: each word has a place of its own.
        for word in re.finditer(r"\S+(?: \S+)*", text):
            x = MARGIN + CELL * (column + sum(map(width, text[: word.start()])))
            length = CELL * sum(map(width, word.group()))
            start = '<text x="%.1f" y="%d" textLength="%.1f"' % (x, y, length)
            parts.append("%s>%s</text>" % (" ".join([start, attributes]).rstrip(), escape(word.group())))
    return parts


def main():
    """Reads, draws, writes."""
    picture = list(rows(sys.stdin.buffer.read().decode("utf-8")))
    across, down = round(2 * MARGIN + COLUMNS * CELL), 2 * MARGIN + LINE * len(picture)
    lines = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d">' % (across, down, across, down),
        '<rect width="%d" height="%d" rx="8" fill="%s"/>' % (across, down, BACKGROUND),
        '<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, \'DejaVu Sans Mono\', monospace"'
        ' font-size="%d" fill="%s">' % (SIZE, FOREGROUND),
    ]
    for at, row in enumerate(picture):
        lines += drawn(row, MARGIN + LINE * at + SIZE)
    sys.stdout.buffer.write("\n".join(lines + ["</g>", "</svg>", ""]).encode("utf-8"))


if __name__ == "__main__":
    main()
