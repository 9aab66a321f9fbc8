"""Offers for the board as a fold: judged once for all, added to what is there, and gone with their phone."""

from tests.workshop.rounds_told import Told
from xlab.events import BoardOffered, OfferJudged
from xlab.events.visits import Platform, Resource, Stakeholder
from xlab.workshop.board import Board
from xlab.workshop.offers import MOST_BRINGS, Offers, fits, placed

MILLS = Stakeholder(id="s", group="supplier", name="Mills", values=("money",), promotes="Trade")
IDEA = Platform(id="p", pattern="see inside", stage="make", stakeholder="s", value="learning")


def folded(*facts: BoardOffered | OfferJudged) -> Offers:
    told, offers = Told(), Offers()
    for fact in facts:
        offers.apply(told.tell(fact))
    return offers


def test_what_is_on_the_board_stays_accepted_and_all_else_may_be_judged_again() -> None:
    offered = BoardOffered(offer="o", voter="v", item=MILLS)
    again = BoardOffered(offer="o", voter="other", item=IDEA)
    offers = folded(offered, again, OfferJudged(offer="o", verdict="parked", reason="Later"))
    assert (offers.of("")[0].voter, offers.of("")[0].reason) == ("v", "Later")
    shown, hidden = OfferJudged(offer="o", verdict="shown"), OfferJudged(offer="o", verdict="hidden")
    assert folded(offered, shown, hidden).of("")[0].verdict == "shown"
    assert folded(hidden).of("") == ()


def test_forgetting_drops_one_phones_offers_and_another_visit_drops_all() -> None:
    offers = folded(BoardOffered(offer="a", voter="v", item=MILLS), BoardOffered(offer="b", voter="w", item=IDEA))
    assert offers.forget("v") and not offers.forget("v")
    assert [one.id for one in offers.of("")] == ["b"]
    offers.keep("next")
    assert offers.of("") == ()


def test_more_about_somebody_adds_and_never_takes_away() -> None:
    board = Board().with_item(MILLS)
    more = Stakeholder(id="s", group="ngo", name="Else", values=("time", "money"), brings=(Resource(kind="data"),) * 2)
    assert placed(more, board) == Stakeholder(
        id="s",
        group="supplier",
        name="Mills",
        values=("money", "time"),
        brings=(Resource(kind="data"),),
        promotes="Trade",
    )
    many = tuple(Resource(kind="other", text=str(number)) for number in range(MOST_BRINGS))
    full = Board().with_item(placed(Stakeholder(id="s", group="team", name="X", brings=many), Board()))
    assert placed(more, full).brings == many  # type: ignore[union-attr]


def test_an_offer_says_something_about_what_is_on_the_board() -> None:
    board = Board().with_item(MILLS)
    assert fits(IDEA, board) and not fits(IDEA, Board())
    assert not fits(Stakeholder(id="s", group="supplier", name="Mills"), board)
    assert fits(Stakeholder(id="new", group="team", name="Shift"), board)
    assert not fits(Stakeholder(id="new", group="team", name=""), board)


def test_what_a_visitor_began_stays_a_visitors_until_it_is_taken_off() -> None:
    board = Board().with_item(MILLS).with_item(IDEA, "visitor").with_item(MILLS, "visitor").with_item(IDEA)
    assert board.by_visitors == ("p",)
    assert board.without("p").by_visitors == ()
