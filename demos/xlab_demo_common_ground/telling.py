"""What is said beside the map, on its own screen and on the last one: the bridge, an island, the chance."""

from pygame import Rect, Surface

from xlab.methods.opinion_groups import ENOUGH_VOTES
from xlab_demo_common_ground.opinions import FEWEST, Difference
from xlab_demo_common_ground.round import Round
from xlab_demo_common_ground.seamap import ME
from xlab_demo_common_ground.story import Story
from xlab_demo_common_ground.tags import draw_lots
from xlab_kiosk.stage import Line, Stage, draw_lines


class Teller:
    """Finds the words for a room as it is now, and draws them."""

    def __init__(self, stage: Stage, story: Story, asked: Round) -> None:
        self.stage, self.story, self.round = stage, story, asked

    @property
    def bridged(self) -> bool:
        """Whether all groups of the room that is looked at agree on something."""
        common = self.round.sight(self.round.shown(self.story)).common
        return common is not None and common.everywhere

    def bridge(self) -> list[Line]:
        """What all agree on, or why that cannot be told."""
        text, view = self.stage.text, self.round.shown(self.story)
        sight = self.round.sight(view)
        if sight.people < FEWEST:
            alone = sight.people <= 1
            note = text("told.alone_note") if alone else text("told.few_note", count=sight.people)
            return [Line(text("told.alone" if alone else "told.few"), "lead"), Line(note, "body", "ink_soft", 8)]
        if sight.common is None and not sight.sizes:
            cards = min(ENOUGH_VOTES, len(self.round.items))
            note = text("told.soon_note", count=sight.people, cards=cards)
            return [Line(text("told.soon"), "lead"), Line(note, "body", "ink_soft", 8)]
        if sight.common is None:
            return [Line(text("told.none"), "lead", "amber"), Line(text("told.none_note"), "body", "ink_soft", 8)]
        head = "told.most" if not sight.common.everywhere else "told.all" if view == "here" else "told.example"
        said = text(head, agree=sight.common.agree, count=sight.common.voted)
        return [Line(said, "caption", "amber", 0, 600), Line(self.round.words[sight.common.item], "lead", "ink", 4)]

    def island(self, group: int) -> list[Line]:
        """What sets an island apart; nothing of fewer than five people."""
        text = self.stage.text
        sight = self.round.sight(self.round.shown(self.story))
        if group >= len(sight.sizes):
            return []
        own = sight.groups.get(ME) == group
        head = Line(text("island.own" if own else "island.size", count=sight.sizes[group]), "lead")
        found = sight.differences[group]
        if found is not None:
            return [head, *self._differs(found)]
        rest = len(sight.groups) - sight.sizes[group]
        if min(rest, sight.sizes[group]) < FEWEST:
            return [
                head,
                Line(text("island.small"), "body", "ink", 12),
                Line(text("island.small_note"), "caption", "ink_soft", 8),
            ]
        return [head, Line(text("island.same"), "body", "ink", 12)]

    def _differs(self, found: Difference) -> list[Line]:
        text = self.stage.text
        sides = ((text("island.here"), found.here), (text("island.elsewhere"), found.elsewhere))
        said = [Line(f"{where} {text(f'island.{leaning}')}.", "body", "ink_soft", 6) for where, leaning in sides]
        return [Line(self.round.words[found.item], "body", "ink", 12, 600), *said]

    def draw_chance(self, screen: Surface, rect: Rect) -> None:
        """How many of a hundred shuffled rooms look as grouped, as a picture and in words."""
        theme, text, view = self.stage.theme, self.stage.text, self.round.shown(self.story)
        lots, drawn = self.round.lots, self.round.lots.drawn
        if view == "example":
            draw_lines(screen, theme, [Line(text("chance.example"), "caption", "ink_soft")], rect)
            return
        if drawn is None and not self.round.enough:
            draw_lines(screen, theme, [Line(text("chance.few"), "caption", "ink_soft")], rect)
            return
        side = min(theme.px(76), rect.height)
        draw_lots(screen, theme, Rect(rect.left, rect.centery - side // 2, side, side), drawn, lots.part)
        words = text("chance.drawing")
        if drawn is not None:
            key = "chance.maybe" if drawn.may_be_chance else "chance.sure"
            words = text(key, people=drawn.people, alike=drawn.alike)
        left = rect.left + side + theme.px(16)
        room = Rect(left, rect.top, rect.right - left, rect.height)
        draw_lines(screen, theme, [Line(words, "caption", "ink_soft")], room)
