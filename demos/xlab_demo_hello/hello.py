"""The smallest demo: tap anywhere, and a greeting grows from your finger. Copy this folder to begin your own."""

import pygame

from xlab_kiosk.stage import Area, Demo, Stage, Touch, cutout, disc, draw_text, foam, layout, lifted

GREETINGS = ("Hello", "Bonjour", "Guten Tag", "Hola", "Ciao", "Dzień dobry", "Merhaba")
COLOURS = (("sky", "foam_pressed"), ("ink", "foam_pressed"), ("foam_edge", "sky"))  # of the pill and of its words
GROWS_S = 0.4
STAYS_S = 3.0


class Hello(Demo):
    """Greets in one more language with every tap, and ends after the last."""

    def start(self, stage: Stage) -> None:
        """The stage is how a demo speaks to the kit, so keep it. All that will change begins here."""
        self.stage = stage
        self.finger = (0.0, 0.0)
        self.greeted: list[tuple[float, float]] = []
        self.seconds = 0.0  # since the newest greeting
        self.anywhere = Area(stage.theme, pygame.Rect((0, 0), stage.size), stage.text("tap"), on_tap=self.greet)

    def touch(self, touch: Touch) -> None:
        """A finger or the mouse: remember where, and let the target know, which here is the whole screen."""
        self.finger = touch.x, touch.y
        self.anywhere.touch(touch)

    def greet(self) -> None:
        """It was a tap: greet there, and let time begin anew."""
        if len(self.greeted) < len(GREETINGS):
            self.greeted.append(self.finger)
            self.seconds = 0.0

    def update(self, dt: float) -> None:
        """Time passes: what moves asks for a new picture. After the last greeting, keep the evidence and end."""
        self.seconds += dt
        if self.seconds - dt < GROWS_S:
            self.stage.redraw()
        if len(self.greeted) == len(GREETINGS) and self.seconds - dt < STAYS_S <= self.seconds:
            self.stage.record(greetings=len(self.greeted))
            self.stage.finish()

    def draw(self, screen: pygame.Surface) -> None:
        """What to do, sunk into the foam, and a pill for each greeting. The theme's sizes fit every panel."""
        screen.blit(foam(screen.get_size()), (0, 0))
        theme, hole = self.stage.theme, screen.get_rect().inflate(-self.stage.theme.px(120), -screen.get_height() // 2)
        cutout(screen, hole, theme.radius("cutout"))
        if not self.greeted:
            draw_text(screen, theme, self.stage.text("tap"), hole, "title", "ink", "center", "middle")
        for number, at in enumerate(self.greeted):
            newest = number == len(self.greeted) - 1
            self.draw_greeting(screen, number, at, self.seconds if newest else GROWS_S)
        self.anywhere.draw(screen)  # shows nothing, but tells a check what can be touched

    def attract(self, screen: pygame.Surface, t: float) -> None:
        """The picture in the menu: three greetings, one after the other, at parts of the width and height."""
        screen.blit(foam(screen.get_size()), (0, 0))
        for number, (x, y) in enumerate(((0.30, 0.24), (0.66, 0.50), (0.42, 0.78))):
            self.draw_greeting(screen, number, (x * screen.get_width(), y * screen.get_height()), t - number * 0.5)

    def draw_greeting(self, screen: pygame.Surface, number: int, at: tuple[float, float], seconds: float) -> None:
        """One greeting that began to grow ``seconds`` ago: first a dot, then a pill, then its words."""
        theme, words, (fill, ink) = self.stage.theme, GREETINGS[number], COLOURS[number % len(COLOURS)]
        grown = 1 - (1 - min(1.0, max(0.0, seconds / GROWS_S))) ** 3  # fast at first, then gently to rest
        high = round(theme.px(144) * min(1.0, grown * 2))
        wide = layout(theme, words, "title", screen.get_width()).width + theme.px(112)
        pill = pygame.Rect(0, 0, max(high, round(wide * grown)), high)
        pill.center = round(at[0]), round(at[1])
        pill.clamp_ip(screen.get_rect().inflate(-theme.space(6), -theme.space(6)))  # never over the edge
        if grown > 0.5:
            lifted(screen, pill, pill.height // 2, theme.color(fill), 0.6)
        else:  # a dot that grows lies flat: a shadow of another size every time is slow
            disc(screen, pill.center, pill.height / 2, theme.color(fill))
        alpha = round(255 * max(0.0, grown * 2 - 1))
        draw_text(screen, theme, words, pill, "title", ink, "center", "middle", alpha=alpha)
