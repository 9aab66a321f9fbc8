"""Paper in the case: the slip that says how to set the kit up, and the small tag that says how to reach it."""

import ipaddress
from functools import lru_cache
from urllib.parse import urlsplit

import msgspec
import pygame
import segno
from pygame import Rect, Surface

from xlab.link import NetworkNow
from xlab.look import tokens
from xlab.look.saying import say
from xlab.look.words import Words
from xlab_kiosk.shell.view import View
from xlab_kiosk.stage import paint, text
from xlab_kiosk.stage.theme import Theme

QUIET = 2
"""Modules of white around a QR code; it lies on white paper, so the paper does the rest."""

SMALLEST_MODULE = 3
"""Pixels; phones read smaller ones badly from a glossy panel."""


@lru_cache(maxsize=8)
def qr(content: str, module: int) -> Surface:
    """A QR code as a picture, ``module`` pixels for each module, graphite on paper."""
    # What is no ASCII is UTF-8 to a phone, which the code itself cannot say.
    encoding = None if content.isascii() else "utf-8"
    code = segno.make(content, error="m", micro=False, encoding=encoding)
    rows = [list(row) for row in code.matrix_iter(border=QUIET)]
    picture = Surface((len(rows[0]) * module, len(rows) * module), 0, 32)
    picture.fill(pygame.Color(tokens.PAPER))
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                picture.fill(pygame.Color(tokens.FOAM), Rect(x * module, y * module, module, module))
    return picture


def fitting_qr(content: str, side: int) -> Surface:
    """The largest code within ``side`` pixels, but never one that phones cannot read."""
    modules = qr(content, 1).get_width()
    return qr(content, max(SMALLEST_MODULE, side // modules))


def addresses(urls: tuple[str, ...]) -> tuple[str, str]:
    """What to put into the code, and what to write under it (or nothing).

    Many phones do not know ``.local`` names, so the code holds a plain address if there is one.
    """
    plain = [url for url in urls if _is_address(url)]
    named = [url for url in urls if url not in plain]
    code = (plain or named or [""])[0]
    return code, next((url for url in named if url != code), "")


def page_of(urls: tuple[str, ...], network: NetworkNow | None) -> str:
    """The kit's page for phones, or nothing: in its own Wi-Fi while that is open, else at a plain address."""
    own = network.own if network is not None else None
    return (own.url if own is not None else "") or addresses(urls)[0]


def short(url: str) -> str:
    """An address as people type it."""
    return url.removeprefix("http://").rstrip("/")


def grouped(code: str) -> str:
    """A long code in two halves, as people read it out."""
    half = len(code) // 2
    return f"{code[:half]} {code[half:]}" if code.isdigit() and len(code) >= 6 else code


def _is_address(url: str) -> bool:
    try:
        ipaddress.ip_address(urlsplit(url).hostname or "")
    except ValueError:
        return False
    return True


def worry_of(theme: Theme, area: Rect, view: View) -> "Tag | None":
    """What would stand on the tag for whoever looks after the kit, from the top of ``area``; None: all is well.

    While a slip says how to reach the kit there is no tag, and yet a card that takes nothing is to be known at once.
    """
    if not view.worries:
        return None
    tag = Tag(theme, area, msgspec.structs.replace(view, urls=(), network=None, left_out=()))
    tag.rect.top = area.top
    return tag


class Slip:
    """The setup slip: what to do, the code to type, and the QR code that leads to the page."""

    def __init__(self, theme: Theme, area: Rect, view: View) -> None:
        """Laid out within ``area``; ``rect`` is what it takes."""
        self.theme = theme
        words = Words(view.language)
        self._url, self._name = addresses(view.urls)
        pad, gap = theme.space(3), theme.space(1)
        side = min(theme.px(190), round(area.width * 0.36))
        self._qr = fitting_qr(self._url, side) if self._url else None
        width = area.width - 2 * pad
        right = self._qr.get_width() + theme.space(2) if self._qr else 0
        self._title = text.layout(theme, words("kiosk.setup_title"), "lead", width, max_lines=2)
        self._body = text.layout(theme, words("kiosk.setup_body"), "caption", width, max_lines=3)
        self._urls = (
            [text.layout(theme, short(self._url), "caption", width, max_lines=2, weight=700)] if self._url else []
        )
        if self._name:
            either = words("kiosk.setup_or", url=short(self._name))
            self._urls.append(text.layout(theme, either, "caption", width, max_lines=2))
        self._code = text.layout(theme, grouped(view.setup_code or ""), "title", width - right, max_lines=1)
        foot = max(self._code.height, self._qr.get_height() if self._qr else 0)
        blocks = [self._title, self._body, *self._urls]
        height = 2 * pad + sum(block.height for block in blocks) + gap * len(blocks) + theme.space(1) + foot
        self.rect = Rect(area.x, area.y, area.width, min(height, area.height))
        self._pad, self._gap = pad, gap

    def draw(self, surface: Surface) -> None:
        """Draw the slip where it was laid out."""
        theme = self.theme
        paint.lifted(surface, self.rect, theme.radius("small"), theme.color("paper"), 0.6)
        inner = self.rect.inflate(-2 * self._pad, -2 * self._pad)
        y = inner.y
        for block in (self._title, self._body, *self._urls):
            color = "paper_ink_soft" if block is self._body else "paper_ink"
            text.draw_block(surface, theme, block, Rect(inner.x, y, inner.width, block.height), color)
            y += block.height + self._gap
        y += theme.space(1)
        foot = Rect(inner.x, y, inner.width, inner.bottom - y)
        if self._qr is not None:
            surface.blit(self._qr, self._qr.get_rect(midright=(foot.right + theme.space(1), foot.centery)))
        box = Rect(foot.x, foot.y, self._code.width, foot.height)
        text.draw_block(surface, theme, self._code, box, "paper_ink", valign="middle")


class Tag:
    """What is for facilitators: a small code and the address beside it, and what they should read."""

    def __init__(self, theme: Theme, area: Rect, view: View) -> None:
        """Laid out at the foot of ``area``; ``rect`` is what it takes, empty where there is nothing to say."""
        self.theme = theme
        url, _ = addresses(view.urls)
        words, own = Words(view.language), view.network.own if view.network is not None else None
        scanned = own.code if own is not None else url
        self._qr = fitting_qr(scanned, theme.px(96)) if scanned else None
        self._beside = self._qr.get_width() + theme.space(2) if self._qr is not None else 0
        said = [(words("kiosk.facilitators"), "ink_faint")] if scanned else []
        if own is not None:
            said.append((own.name, "ink_soft"))
            said.append((self._password(words, own.password, area.width - self._beside), "ink_soft"))
            url = own.url or url
        said += [(short(url), "ink_soft")] if url else []
        if not said and view.network is not None:
            step = say(words, view.network.key, dict(view.network.values))
            said = [(words("kiosk.facilitators"), "ink_faint"), (step, "ink_soft")]
        if view.left_out:
            said.append((words("kiosk.left_out", titles=", ".join(view.left_out)), "ink"))
        said += [(worry, "amber") for worry in view.worries[:1]]  # one thing at a time
        width = max(1, area.width - self._beside)
        self.lines = [(text.layout(theme, line, "caption", width, max_lines=5), color) for line, color in said]
        self.rect = Rect(area.x, area.bottom, 0, 0)
        if self.lines:
            self._high = sum(block.height for block, _ in self.lines)
            height = max(self._qr.get_height() if self._qr is not None else 0, self._high)
            wide = self._beside + max(block.width for block, _ in self.lines)
            self.rect = Rect(area.x, area.bottom - height, min(wide, area.width), height)

    def _password(self, words: Words, password: str, width: int) -> str:
        """Below its word where both are too wide for one line: a hyphen at the end of a line is read as a break."""
        line = words("network.kiosk_password", password=password)
        one = len(text.layout(self.theme, line, "caption", max(1, width), max_lines=2).lines) == 1
        return line if one else line.replace(f" {password}", f"\n{password}")

    def draw(self, surface: Surface) -> None:
        """Draw the tag where it was laid out."""
        theme = self.theme
        if not self.rect.width:
            return
        if self._qr is not None:
            corner = self._qr.get_rect(midleft=self.rect.midleft)
            paint.rounded(surface, corner, theme.px(6), theme.color("paper"))
            inset = corner.inflate(-theme.px(4), -theme.px(4))
            surface.blit(self._qr, inset, inset.move(-corner.x, -corner.y))
        y = self.rect.centery - self._high // 2
        for block, color in self.lines:
            box = Rect(self.rect.x + self._beside, y, self.rect.width - self._beside, block.height)
            text.draw_block(surface, theme, block, box, color)
            y += block.height
