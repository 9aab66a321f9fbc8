"""Common Ground: answer statements, see yourself move on the map of the room, and find what all groups agree on."""

import pygame
from pygame import Rect

from xlab_demo_common_ground.attract import draw_still_life
from xlab_demo_common_ground.ending import EndingView
from xlab_demo_common_ground.looking import LookingView
from xlab_demo_common_ground.places import places
from xlab_demo_common_ground.round import Round
from xlab_demo_common_ground.story import Scene, Story, Vote
from xlab_demo_common_ground.voting import VotingView
from xlab_demo_common_ground.writing import WritingView
from xlab_kiosk.stage import Answer, Demo, Stage, Touch

View = VotingView | LookingView | WritingView | EndingView


class CommonGround(Demo):
    """Brings the story, the round and the screens together."""

    def start(self, stage: Stage) -> None:
        """The round that is open already goes on, with all that was answered."""
        self.stage = stage
        self.at = places(stage.theme)
        self.story = Story()
        self.round = Round(stage)
        self.round.follow(self.story)
        self.scene: Scene = "voting"
        self.voting = VotingView(stage, self.story, self.round, self.at, self._vote)
        self.voting.follow(at_once=True)
        self.view: View = self.voting

    def answer(self, answer: Answer) -> None:
        """Somebody in the room answered."""
        self.round.changed()

    def touch(self, touch: Touch) -> None:
        """The screen hears it, once it has been there long enough to be meant."""
        if touch.phase == "down" and not self.story.ready:
            return
        self.view.touch(touch)
        self._follow()

    def update(self, dt: float) -> None:
        """The story, the room, whatever moves."""
        self.story.update(dt)
        moving = self.view.update(dt)
        if self.round.update(dt, self.story, at_rest=not moving):
            self.view.follow()
            moving = True
        self._follow()
        if moving:
            self.stage.redraw()

    def draw(self, screen: pygame.Surface) -> None:
        """The screen of now."""
        self.view.draw(screen)

    def attract(self, screen: pygame.Surface, t: float) -> None:
        """The picture in the menu."""
        draw_still_life(screen, self.stage.theme, t)

    def _vote(self, vote: Vote) -> None:
        item = self.story.vote(vote, self.round.answered)
        if item is None:
            return
        self.round.answer(item, vote, self.story)
        self.voting.leave(vote)
        self.stage.sound("knock")

    def _write(self, words: str) -> None:
        told = self.round.add(words)
        self.story.written(told=told)
        self.stage.sound("knock")

    def _finish(self) -> None:
        """What was done here is evidence, once; the answers themselves are in the round."""
        story = self.story
        story.finish()
        self.stage.record(answered=len(story.mine), looked=story.looked, added=story.added > 0)

    def _first(self, name: str) -> None:
        self.stage.record(first=name)
        self.stage.sound("knock")

    def _follow(self) -> None:
        """If the story came to another scene, show its screen."""
        scene = self.story.scene
        if scene == self.scene:
            return
        before, self.scene = self.scene, scene
        self.round.turn(self.story)
        match scene:
            case "voting":
                self.voting.pane.release()
                self.voting.follow(at_once=True)
                self.view = self.voting
            case "map":
                begins: Rect = self.voting.map.rect if before == "voting" else self.at.large_map
                go = {"more": self.story.more, "own": self.story.write, "result": self._finish}
                self.view = LookingView(self.stage, self.story, self.round, self.at, go, begins=begins)
                if before == "voting":
                    self.stage.sound("bridge")
            case "writing":
                self.view = WritingView(self.stage, self._write, lambda: self.story.written(told=False))
            case "result":
                self.view = EndingView(self.stage, self.story, self.round, self.at, self._first)
        self.stage.redraw()
