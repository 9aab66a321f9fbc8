"""The codes on paper that lead to the kit: one for its page, or one for its own Wi-Fi and then one for the page."""

from pygame import Rect, Surface

from xlab.link import NetworkNow, OwnWifi
from xlab.look.saying import say
from xlab.look.words import Words
from xlab_kiosk.shell.slip import QUIET, addresses, fitting_qr, grouped, page_of, qr, short
from xlab_kiosk.shell.view import View
from xlab_kiosk.stage import paint, text
from xlab_kiosk.stage.text import Block
from xlab_kiosk.stage.theme import Theme


class Codes:
    """Side by side what to scan, each under its number, and below in words what can be typed instead."""

    def __init__(self, theme: Theme, view: View, width: int, side: int, page: str = "") -> None:
        """In ``width`` pixels, with codes of about ``side``; ``size`` is what it takes, nothing without any address.

        ``page`` is the page to open, if it is another one than the kit's first.
        """
        self.theme = theme
        words, own = Words(view.language), own_wifi(view)
        url, name = page or page_of(view.urls, view.network), addresses(view.urls)[1]
        scanned = [(words("network.kiosk_own"), own.code)] if own is not None else []
        if url:
            scanned.append((words("network.kiosk_open" if own is not None else "network.kiosk_page"), url))
        self.gap = theme.space(3)
        side = min(side, (width - self.gap * (len(scanned) - 1)) // max(1, len(scanned)))
        self.codes = [_bare(content, side) for _, content in scanned]
        wide = (width - self.gap * (len(scanned) - 1)) // max(1, len(scanned))
        self.labels = [text.layout(theme, label, "caption", wide, max_lines=2, weight=700) for label, _ in scanned]
        self.wide = wide
        self.lines = [
            text.layout(theme, line, "caption", width, max_lines=2, weight=700 if strong else 400)
            for line, strong in _lines(words, own, url, name)
        ]
        self._head = max((block.height for block in self.labels), default=0)
        self._high = max((code.get_height() for code in self.codes), default=0)
        told = sum(block.height for block in self.lines)
        # The white that a code needs around it is the paper's, so that codes of any fineness stand in line.
        self._white = theme.space(1.5) if self.codes else 0
        self.size = (width if self.codes or self.lines else 0, self._head + self._high + 2 * self._white + told)

    def draw(self, surface: Surface, x: int, y: int) -> None:
        """Draw all of it with its top left corner there."""
        theme = self.theme
        for index, (label, code) in enumerate(zip(self.labels, self.codes, strict=True)):
            left = x + index * (self.wide + self.gap)
            box = Rect(left, y, self.wide, self._head)
            text.draw_block(surface, theme, label, box, "paper_ink", valign="bottom")
            surface.blit(code, (left, y + self._head + self._white))
        y += self._head + self._high + 2 * self._white
        for line in self.lines:
            text.draw_block(surface, theme, line, Rect(x, y, self.size[0], line.height), "paper_ink")
            y += line.height


class SetupSlip:
    """The setup slip of a kit whose own Wi-Fi is open, or that is in no network yet: what to do first, and the code."""

    def __init__(self, theme: Theme, area: Rect, view: View) -> None:
        """Laid out within ``area``; ``rect`` is what it takes."""
        self.theme = theme
        words = Words(view.language)
        self._pad, self._gap = theme.space(2.5), theme.space(1)
        width = area.width - 2 * self._pad
        self.title = text.layout(theme, words("kiosk.setup_title"), "lead", width, max_lines=2)
        self.codes = Codes(theme, view, width, theme.px(184))
        self.code = text.layout(theme, grouped(view.setup_code or ""), "title", width, max_lines=1)
        beside = width - self.code.width - theme.space(2)
        step = words("network.kiosk_type" if self.codes.codes else "network.kiosk_then_type")
        self.step = text.layout(theme, step, "caption", beside, max_lines=2, weight=700)
        self.body = text.layout(theme, "" if self.codes.codes else told(view), "body", width, max_lines=4)
        self.blocks: list[Block] = [self.title, self.body, self.step]
        middle = self.codes.size[1] if self.codes.codes else self.body.height + theme.space(2)
        inner = self.title.height + self._gap + middle + self._gap + self.code.height
        self.rect = Rect(area.x, area.y, area.width, min(inner + 2 * self._pad, area.height))
        self.whole = inner + 2 * self._pad <= area.height
        """Whether all of it fits."""

    def draw(self, surface: Surface) -> None:
        """Draw the slip where it was laid out."""
        theme = self.theme
        paint.lifted(surface, self.rect, theme.radius("small"), theme.color("paper"), 0.6)
        inner = self.rect.inflate(-2 * self._pad, -2 * self._pad)
        title = Rect(inner.x, inner.y, inner.width, self.title.height)
        text.draw_block(surface, theme, self.title, title, "paper_ink")
        y = title.bottom + self._gap
        self.codes.draw(surface, inner.x, y)
        if not self.codes.codes:
            body = Rect(inner.x, y, inner.width, self.body.height)
            text.draw_block(surface, theme, self.body, body, "paper_ink_soft")
        foot = Rect(inner.x, inner.bottom - self.code.height, inner.width, self.code.height)
        text.draw_block(surface, theme, self.step, foot, "paper_ink", valign="middle")
        text.draw_block(surface, theme, self.code, foot, "paper_ink", "right", "middle")


def _bare(content: str, side: int) -> Surface:
    """The code without its margin of white."""
    whole = fitting_qr(content, side)
    margin = QUIET * whole.get_width() // qr(content, 1).get_width()
    return whole.subsurface(whole.get_rect().inflate(-2 * margin, -2 * margin))


def own_wifi(view: View) -> OwnWifi | None:
    """The kit's own Wi-Fi while it is open."""
    return view.network.own if view.network is not None else None


def told(view: View) -> str:
    """The one next step; empty where nothing is known."""
    now: NetworkNow | None = view.network
    return say(Words(view.language), now.key, dict(now.values)) if now is not None else ""


def _lines(words: Words, own: OwnWifi | None, url: str, name: str) -> list[tuple[str, bool]]:
    if own is None:
        lines = [(short(url), True)] if url else []
        return [*lines, (words("kiosk.setup_or", url=short(name)), False)] if name else lines
    lines = [(own.name, True), (words("network.kiosk_password", password=own.password), True)]
    return [*lines, (short(url), False)] if url else lines
