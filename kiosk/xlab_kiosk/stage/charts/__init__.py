"""Small charts for visitors, each with the number of answers behind it, moving when their values change."""

from xlab_kiosk.stage.charts.bars import Bars
from xlab_kiosk.stage.charts.dots import Dots
from xlab_kiosk.stage.charts.pointmap import Point, PointMap
from xlab_kiosk.stage.charts.ranklist import Ranked, RankList
from xlab_kiosk.stage.charts.share import Share

__all__ = ["Bars", "Dots", "Point", "PointMap", "RankList", "Ranked", "Share"]
