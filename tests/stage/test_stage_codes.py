"""The codes for phones where the kit's own Wi-Fi comes before the page: what is drawn, and where there is room."""

import pytest
import segno
from pygame import Rect, Surface

from tests.stage.test_stage_gallery import Seen
from xlab_kiosk.stage import QRCode, Theme, probing
from xlab_kiosk.stage.way_in import WayIn

PANELS = [Theme((800, 421)), Theme((1280, 632)), Theme((1920, 948)), Theme((720, 1104))]
PAGE = "http://10.42.0.1:8080/join"
WIFI = "WIFI:T:WPA;S:Xperience Lab innovation people;P:mola-kefi-rubo-tesa;;"


def way(language: str = "en", wifi: str = WIFI) -> WayIn:
    return WayIn(PAGE, wifi, language)


def seen(code: QRCode) -> tuple[Surface, list[str]]:
    surface, heard = Surface(code.theme.size, 0, 32), Seen()
    with probing(heard):
        code.draw(surface)
    assert [text.text for text in heard.texts if not text.fits] == []
    return surface, [text.text for text in heard.texts]


def read(code: QRCode) -> list[list[list[bool]]]:
    """The codes on the paper as a phone sees them: from each first dark corner, module by module."""
    surface, _ = seen(code)
    slip, paper = code._slip(), code.paper
    codes = []
    for matrix, place in slip.codes:
        at = place.move(paper.topleft)
        quiet = at.inflate(8 * slip.module, 8 * slip.module)
        assert paper.contains(quiet), "the empty paper around it is on the slip"
        rows = [
            [surface.get_at((x, y)).r < 128 for x in range(quiet.x + slip.module // 2, quiet.right, slip.module)]
            for y in range(quiet.y + slip.module // 2, quiet.bottom, slip.module)
        ]
        assert not any(rows[line][column] for line in (*range(4), *range(-4, 0)) for column in range(len(rows)))
        assert not any(row[column] for row in rows for column in (*range(4), *range(-4, 0)))
        codes.append([row[4:-4] for row in rows[4:-4]])
        assert len(codes[-1]) == len(matrix)
    return codes


def made(data: str, version: int) -> list[list[bool]]:
    return [[bool(one) for one in row] for row in segno.make(data, error="l", version=version, micro=False).matrix]


@pytest.mark.parametrize("theme", PANELS, ids=str)
def test_two_codes_are_drawn_side_by_side_where_it_is_wide_and_else_one_below_the_other(theme):
    for size, beside in (((620, 280), True), ((260, 520), False)):
        code = QRCode(theme, Rect((20, 20), (theme.px(size[0]), theme.px(size[1]))), way(), "or here")
        assert code.fits and code.count == 2
        assert code.rect.contains(code.paper)
        wifi, page = read(code)
        assert (wifi, page) == (made(WIFI, 4), made(PAGE, 4)), "both are as fine as the other"
        first, second = (place for _, place in code._slip().codes)
        assert (first.y == second.y and first.right < second.x) is beside
        assert (first.x == second.x and first.bottom < second.y) is not beside


@pytest.mark.parametrize(
    ("language", "long", "short"), [("en", "1 · Join the Wi-Fi", "1 · Wi-Fi"), ("de", "", "1 · WLAN")]
)
def test_their_numbers_are_said_in_few_words_and_in_fewer_where_there_is_no_room(language, long, short):
    theme = PANELS[1]
    wide = seen(QRCode(theme, Rect(0, 0, 700, 300), way(language), ""))[1]
    narrow = seen(QRCode(theme, Rect(0, 0, 240, 300), way(language), ""))[1]
    assert [text[:4] for text in wide] == [text[:4] for text in narrow] == ["1 · ", "2 · "]
    assert wide[0] == long or not long
    assert narrow[0] == short


def test_where_two_codes_could_not_be_read_there_is_one_and_the_address_to_type():
    theme = PANELS[0]
    code = QRCode(theme, Rect(20, 20, 200, 180), way(), "or here")
    assert code.fits
    assert len(read(code)) == 1
    assert seen(code)[1] == ["1 · Join the Wi-Fi", "2 · 10.42.0.1:8080/join"]
    assert not QRCode(theme, Rect(20, 20, 100, 100), way()).fits


@pytest.mark.parametrize("size", [(0, 0), (5, 5), (60, 300), (300, 30)])
def test_too_little_room_for_two_codes_harms_nothing(size):
    QRCode(PANELS[0], Rect((20, 20), size), way("fr"), "ou sur téléphone").draw(Surface(PANELS[0].size, 0, 32))


def test_a_way_in_is_a_text_and_equals_only_itself():
    same, other = way(), way(wifi="WIFI:T:WPA;S:other;P:mola-kefi-rubo-tesa;;")
    assert same == way() and not same != way() and hash(same) == hash(way())  # noqa: SIM202 - both are said
    assert same not in (PAGE, other, way("de")) and all(same != one for one in (PAGE, other, way("de")))
    assert same.removeprefix("http://") == "10.42.0.1:8080/join" and same.endswith("/join")
