"""Keeps how often it ran, and knocks. Its sound is an empty file: nothing in a test plays it."""

import pygame

from xlab_kiosk.stage import Demo, Stage, Touch


class Trial(Demo):
    def start(self, stage: Stage) -> None:
        self.stage = stage
        stage.record(runs=stage.keep.get("runs", 0), touched=bool(stage.keep.get("touched", False)))
        if stage.place:
            stage.record(place=stage.place)
        stage.keep["runs"] = stage.keep.get("runs", 0) + 1

    def touch(self, touch: Touch) -> None:
        self.stage.sound("knock")
        self.stage.keep["touched"] = True
        self.stage.finish()

    def draw(self, screen: pygame.Surface) -> None:
        screen.fill((30, 10, 200))
