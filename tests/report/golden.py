"""What a reader of a report sees, as text: ``python -m tests.report.golden`` renews the golden files."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

from tests.report.made_up import told
from xlab.events.rounds import Language
from xlab.report.page import page

FOLDER = Path(__file__).parent / "golden"


class _Seen(HTMLParser):
    """Collects the text outside of style and title, one line for each block."""

    def __init__(self) -> None:
        super().__init__()
        self._deaf = 0
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._deaf += tag in ("style", "title")
        if tag in ("p", "li", "h1", "h2", "h3", "div", "tr", "td", "dt", "dd", "small", "br", "section"):
            self.text.append("\n" if tag != "td" else " | ")

    def handle_endtag(self, tag: str) -> None:
        self._deaf -= tag in ("style", "title")

    def handle_data(self, data: str) -> None:
        if not self._deaf:
            self.text.append(re.sub(r"[ \n]+", " ", data))


def seen(html: str) -> str:
    """The text of a page."""
    parser = _Seen()
    parser.feed(html)
    lines = (re.sub(r"[ ]+", " ", line).strip(" |") for line in "".join(parser.text).split("\n"))
    return "\n".join(line for line in lines if line) + "\n"


def golden(language: str) -> Path:
    """The file for a language."""
    return FOLDER / f"{language}.txt"


def main() -> None:
    """Write all of them."""
    for language in get_args(Language):
        golden(language).write_text(seen(page(told(language).report(), {})), "utf-8")


if __name__ == "__main__":
    main()
