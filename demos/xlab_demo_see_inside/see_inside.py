"""See Inside: hold a sheet before the camera, and an appliance comes apart on it."""

import tomllib
from collections.abc import Callable

from pygame import Surface

from xlab.methods.markers import PRINTED
from xlab_demo_see_inside.attract import draw_still_life
from xlab_demo_see_inside.clip import ACROSS_DEGREES, FRAME_S, LENS, clip_pose, draw_clip
from xlab_demo_see_inside.draw import Picture
from xlab_demo_see_inside.eyes import Eyes, can_see, open_eyes
from xlab_demo_see_inside.lens import Lens, Pose, Steady
from xlab_demo_see_inside.places import places
from xlab_demo_see_inside.product import Name
from xlab_demo_see_inside.render import Shot, paint
from xlab_demo_see_inside.result import Keepsake
from xlab_demo_see_inside.story import OPENED, SETTLE_S, Scene, Story
from xlab_demo_see_inside.view import View
from xlab_kiosk.stage import Area, Button, Demo, Slider, Stage, Touch, Tween

SIZES = {one.id: one.mm for one in PRINTED}

COMES_S = 0.45
"""Seconds in which the appliance grows onto its sheet."""

OPENS_S = 0.6
"""Seconds in which it opens by itself; a slider that is pulled is followed at once."""

STANDS_AT = 3.2
"""The second of the clip at which it stays, where motion is reduced."""


class SeeInside(Demo):
    """Brings camera or clip, eyes, story and picture together."""

    def start(self, stage: Stage) -> None:
        """A camera takes a while to open; until then, and without one, there is the clip."""
        self.stage = stage
        with (stage.folder / "camera.toml").open("rb") as file:
            settings = tomllib.load(file)
        self.across, self.mirror = float(settings["across"]), bool(settings["mirror"])
        self.sees = can_see()
        self.t = 0.0
        self._by_hand = False
        self.picture = Picture(stage)
        self.keepsake: Keepsake | None = None
        self._begin()

    def _begin(self) -> None:
        stage, theme, text, at = self.stage, self.stage.theme, self.stage.text, places(self.stage.theme)
        self.story = Story()
        self.scene: Scene = "seek"
        self.view = View(at.window)
        self.eyes: Eyes | None = None
        self.steady = Steady()
        self.pose: Pose | None = None
        self._found: Pose | None = None
        self._coming: Surface | None = None
        self._work: list[Callable[[], None]] = []
        self._busy = False
        self.mirrored = False
        self.lens = LENS
        self.shot: Shot | None = None
        self._painted: object = None
        self._newest: Surface | None = None
        self._since = self._clip = self._frame = 0.0
        self.apart = Tween(0.0, 0.0, OPENS_S)
        self.comes = Tween(1.0, 1.0, COMES_S)
        self.slider = Slider(
            theme,
            at.slider,
            text("open.slider"),
            value=0.0,
            show=lambda value: stage.text("open.percent", percent=stage.number(100 * value)),
            on_change=self.story.pull,
            color=theme.color("leaf"),
        )
        self.to_clip = Button(theme, at.second, text("seek.clip"), self._want_clip, kind="quiet")
        self.appliance = Area(theme, at.window, text("open.appliance"), self._tap_part)
        self._finger = (0.0, 0.0)
        self.next = Button(theme, at.first, text("open.next"), self._next, icon="right")
        self.finish = Button(theme, at.second, text("open.finish"), self._finish, kind="quiet")
        self.done = Button(theme, at.done, text("result.done"), stage.finish)

    def touch(self, touch: Touch) -> None:
        """The targets on the screen hear it, once they have been there long enough to be meant."""
        if touch.phase == "down" and self.story.seconds < SETTLE_S:
            return
        self._finger = touch.x, touch.y
        for target in self._targets():
            target.touch(touch)

    def update(self, dt: float) -> None:
        """All that moves: the pictures, the appliance, the story."""
        self.t += dt
        self.story.update(dt)
        fading = self.story.lost and self.story.visible > 0
        moving = [self._pictures(dt), fading, self._follow(dt)]
        moving += [target.update(dt) for target in self._targets()]
        waits = self.story.scene == "seek" and self.story.origin != "clip" and not self.stage.theme.reduced_motion
        if any(moving) or self.story.seconds < SETTLE_S or waits:
            self.stage.redraw()

    def draw(self, screen: Surface) -> None:
        """The scene, and its targets above it."""
        if self.keepsake is not None:
            self.keepsake.draw(screen, self.story.seconds)
        else:
            self.picture.draw(screen, self.story, self.view, self.shot, self.t, sees=self.sees)
        for target in self._targets():
            target.draw(screen)

    def attract(self, screen: Surface, t: float) -> None:
        """The picture in the menu."""
        draw_still_life(screen, self.stage.theme, t)

    def _targets(self) -> tuple[Button | Slider | Area, ...]:
        match self.story.scene:
            case "seek":
                return (self.to_clip,) if self.story.origin == "camera" else ()
            case "open":
                return self.slider, self.next, self.finish, self.appliance
        return (self.done,)

    def _pictures(self, dt: float) -> bool:
        """Take what there is to see now, one piece of work an update, so that no frame waits for all of it.

        True if something new is shown.
        """
        self._since += dt
        self._frame += dt
        self._busy = False
        if self.story.scene == "result":
            return False
        self._choose_origin()
        self._work = self._work or self._due()
        if not self._work:
            return False
        self._work.pop(0)()
        self._busy = bool(self._work)
        return not self._busy

    def _choose_origin(self) -> None:
        story, camera = self.story, self.stage.camera
        untouched = not (self._by_hand or story.opened or story.wanted)
        if camera is not None and self.sees and story.origin != "camera" and untouched:
            self._begin()  # nobody did anything yet: the room is better than any clip
            self.story.use("camera")
        elif camera is None and story.origin == "camera":
            self._use_clip()

    def _due(self) -> list[Callable[[], None]]:
        """The pieces of work for the next picture, if it is time for one."""
        story, camera = self.story, self.stage.camera
        if story.origin == "camera" and camera is not None and camera is not self._newest:
            self._newest = self._coming = camera
            self.lens, self.mirrored = Lens.of(camera.get_size(), self.across), self.mirror
            return [self._look, self._show]
        stands = self.stage.theme.reduced_motion and story.scene == "open" and self.view.picture is not None
        if story.origin == "clip" and not stands and (self._frame >= FRAME_S or self.view.picture is None):
            self._clip = STANDS_AT if self.stage.theme.reduced_motion else self._clip + max(self._frame, FRAME_S)
            self._frame = 0.0
            self.lens, self.mirrored = LENS, False
            return [self._draw_clip, self._look, self._show]
        return []

    def _draw_clip(self) -> None:
        self._coming = draw_clip(self.stage.theme, self._clip)

    def _look(self) -> None:
        """Find the sheet in the picture that comes."""
        assert self._coming is not None
        if self.sees:
            across = self.across if self.story.origin == "camera" else ACROSS_DEGREES
            self.eyes = self.eyes or open_eyes(across, SIZES)
            seen = self.eyes.look(self._coming)
            pose = seen.pose if seen is not None else None
        else:
            # Nothing is looked for, and the screen says so: the clip knows where its sheet is.
            pose = clip_pose(self._clip)
        if pose is None:
            self.steady.forget()
        else:
            self._found = self.steady.update(pose, self._since)
        self._since = 0.0
        self.story.look(pose.distance if pose is not None else None)

    def _show(self) -> None:
        """Show the picture, and the appliance where the sheet is in it."""
        assert self._coming is not None
        self.view.take(self._coming, mirror=self.mirrored)
        self.pose = self._found

    def _follow(self, dt: float) -> bool:
        """Bring what is painted to where the story is. True if anything moved."""
        story = self.story
        if story.scene != self.scene:
            self.scene = story.scene
            if story.scene == "open":
                self.comes = Tween(0.55, 1.0, 0.0 if self.stage.theme.reduced_motion else COMES_S)
                self.stage.sound("click")
        if story.wanted != self.apart.end:
            if story.wanted != self.slider.value:
                self.slider.value = story.wanted
            self.apart.to(story.wanted, 0.1 if self.slider.pressed else OPENS_S)
        moving = [self.comes.update(dt), self.apart.update(dt)]
        if story.scene == "open" and self.pose is not None and not self._busy:
            wanted = (self.pose, self.apart.value, self.comes.value, story.lit)
            if wanted != self._painted:
                self._painted = wanted
                self.shot = self._paint(self.apart.value)
                return True
        return any(moving)

    def _paint(self, part: float) -> Shot | None:
        assert self.pose is not None
        view, lens = self.view, self.lens
        return paint(
            self.stage.theme,
            self.pose,
            lambda points: view.onto(points, lens),
            view.window,
            part,
            lit=self.story.lit,
            size=self.comes.value,
        )

    def _use_clip(self) -> None:
        if self.story.scene == "seek":
            self.eyes, self._work, self.view.picture = None, [], None
            self.story.use("clip")

    def _want_clip(self) -> None:
        """The visitor has no sheet."""
        self._by_hand = True
        self._use_clip()

    def _tap_part(self) -> None:
        """A part was tapped, or the room around it."""
        if self.shot is not None and self.story.visible > 0:
            name = self.shot.at(*self._finger, self.stage.theme.target / 2)
            if name is not None:
                self._open(name)

    def _open(self, name: Name) -> None:
        self.story.tap(name)
        self.stage.sound("knock")

    def _next(self) -> None:
        self._open(self.story.following)

    def _finish(self) -> None:
        story = self.story
        if not story.finish():
            return
        synthetic = story.origin == "clip"
        self.stage.record(opened=len(story.opened), synthetic=synthetic, seen=round(story.seen_s, 1))
        shot = self._paint(max(self.apart.value, OPENED)) if self.pose is not None else None
        self.keepsake = Keepsake(self.stage, story, self.view, shot, sees=self.sees)
