"""Files that stay the same, answered before any page: small on the radio, kept for good, and never an old one."""

import gzip

import pytest

from tests.fakes.phone import Phone
from xlab.dashboard.files import fixed_files
from xlab.dashboard.fixed import Files, takes_gzip
from xlab.dashboard.replies import Receive, Scope, Send, reply_error

SCRIPT = "/static/phone.js"


@pytest.fixture
def phone() -> Phone:
    async def rest(scope: Scope, receive: Receive, send: Send) -> None:
        await reply_error(send, 404, "not_found", "That is no file.")

    return Phone(Files(fixed_files(), rest))


def test_text_is_packed_for_who_takes_it_and_is_the_same(phone: Phone) -> None:
    whole, packed = phone.get(SCRIPT), phone.get(SCRIPT, accept_encoding="br, gzip")
    assert (whole.header("content-encoding"), packed.header("content-encoding")) == ("", "gzip")
    assert gzip.decompress(packed.body) == whole.body
    assert len(packed.body) < len(whole.body) / 2
    assert whole.header("vary") == packed.header("vary") == "Accept-Encoding"
    assert whole.header("etag") != packed.header("etag")
    font = next(path for path in fixed_files() if path.endswith("woff2"))
    assert phone.get(font, accept_encoding="gzip").header("content-encoding") == ""


def test_a_name_with_its_hash_is_kept_for_good_and_any_other_asked_for_again(phone: Phone) -> None:
    digest = fixed_files()[SCRIPT].digest
    assert "immutable" in phone.get(f"{SCRIPT}?v={digest}").header("cache-control")
    for query in ("", "?v=old", f"?v={digest}&v=old"):
        assert phone.get(SCRIPT + query).header("cache-control") == "no-cache"


def test_who_has_it_is_told_so_in_few_bytes(phone: Phone) -> None:
    for packing in ("", "gzip"):
        known = phone.get(SCRIPT, accept_encoding=packing).header("etag")
        again = phone.get(SCRIPT, accept_encoding=packing, if_none_match=f'"other", W/{known}')
        assert (again.status, again.body, again.header("etag")) == (304, b"", known)
    assert phone.get(SCRIPT, if_none_match='"old"').status == 200


def test_the_head_alone_has_no_body_and_says_how_long_it_would_be(phone: Phone) -> None:
    head = phone.ask("HEAD", SCRIPT, b"")
    assert (head.status, head.body) == (200, b"")
    assert int(head.header("content-length")) == len(fixed_files()[SCRIPT].content)


@pytest.mark.parametrize(("method", "path"), [("POST", SCRIPT), ("GET", "/static/"), ("GET", "/static/../keys.py")])
def test_all_else_is_left_to_the_pages(phone: Phone, method: str, path: str) -> None:
    assert phone.ask(method, path, b"").status == 404


@pytest.mark.parametrize(
    ("said", "takes"),
    [
        ("gzip", True),
        ("br;q=1, GZIP;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0", False),
        ("", False),
        ("x", False),
    ],
)
def test_gzip_is_what_a_browser_says_it_takes(said: str, takes: bool) -> None:
    assert takes_gzip(said) is takes
