"""Edition after edition: each protected against those before, all attacked together."""

import pytest

from cswtool.disclosure.attack import Interval, attack
from cswtool.disclosure.cells import ProblemError, Published, Relation, Whole
from cswtool.disclosure.repair import protect
from tests.unit.disclosure.ledger import Ledger, ledger
from tests.unit.disclosure.office import Size
from tests.unit.disclosure.outsider import undefended
from tests.unit.disclosure.together import Edition, Reader, attack_together

SMALL = Size(zones=3, methods=4, months=4, households=90, contacts=350)
READER = Reader(threshold=5)
ADDS_UP = Relation((("city", 1), ("west", -1), ("east", -1)), 0, 0)


def published(books: Ledger) -> list[Edition]:
    """What was printed, without a true figure behind what was hidden."""
    told: list[Published] = []
    editions = []
    for name, table in books.editions.items():
        protected = protect(books.upto(name, told))
        mine = {cell.id for cell in table.cells}
        cells = [cell for cell in protected.cells if cell.id in mine]
        told += [Published(cell.id, cell.shown) for cell in cells]
        editions.append(
            Edition(
                {cell.id: cell.shown for cell in cells},
                frozenset(cell.id for cell in cells if cell.why == "primary"),
                table.relations,
                table.wholes,
            )
        )
    return editions


@pytest.mark.parametrize("seed", range(5))
def test_nothing_comes_out_of_all_editions_together(seed):
    books = ledger(seed, SMALL, year=4, threshold=5)
    editions = published(books)
    shown = {name: value for edition in editions for name, value in edition.figures.items()}
    assert undefended(books.upto("y0"), shown) == []
    found = attack_together(READER, editions)
    assert found
    assert [interval for interval in found if interval.exposed] == []


def test_the_ledger_alone_tells_as_much_as_the_true_figures_do():
    books = ledger(6, SMALL, year=4, threshold=5)
    editions = published(books)
    hidden = {name for each in editions for name, value in each.figures.items() if value is None}
    known = {interval.id: interval for interval in attack(books.upto("y0"), hidden)}
    assert {interval.id: interval for interval in attack_together(READER, editions)} == known


def test_editions_that_are_each_safe_give_each_other_away():
    """West was hidden behind East, and East is printed the year after."""
    first = Edition({"west": None, "east": None, "city": 30}, frozenset({"west"}), (ADDS_UP,))
    assert attack_together(READER, [first]) == (Interval("west", 1, 29, exposed=False),)
    second = Edition({"east": 27}, frozenset())
    assert attack_together(READER, [first, second]) == (Interval("west", 3, 3, exposed=True),)


def test_links_between_editions_are_reckoned_with():
    first = Edition({"west": None, "east": None, "city": 30}, frozenset({"west"}), (ADDS_UP,))
    second = Edition({"east again": 27}, frozenset())
    link = Relation((("east", 1), ("east again", -1)), -1, 1)
    (found,) = attack_together(READER, [first, second], [link])
    assert (found.low, found.high, found.exposed) == (2, 4, True)


def test_a_whole_total_comes_out_of_two_editions():
    """Everybody in West has it; the other zones together show all who have not."""
    figures = {
        "west": None,
        "west all": None,
        "east": 20,
        "east all": 23,
        "city": 32,
        "city all": 35,
    }
    adds_up = (
        Relation((("city", 1), ("west", -1), ("east", -1)), 0, 0),
        Relation((("city all", 1), ("west all", -1), ("east all", -1)), 0, 0),
    )
    edition = Edition(figures, frozenset(), adds_up, (Whole("west", "west all"),))
    (found,) = attack_together(READER, [edition])
    assert (found.id, found.low, found.high) == ("west all without west", 0, 0)
    assert found.exposed


def test_what_is_shown_anywhere_is_shown():
    hidden, later = Edition({"west": None}, frozenset({"west"})), Edition({"west": 3}, frozenset())
    for order in ([hidden, later], [later, hidden]):
        assert attack_together(READER, order) == (Interval("west", 3, 3, exposed=True),)


def test_one_figure_with_two_values_is_refused():
    editions = [Edition({"west": 30}, frozenset()), Edition({"west": 31}, frozenset())]
    with pytest.raises(ProblemError, match="west: 30 in one edition, 31 in another"):
        attack_together(READER, editions)


def test_editions_that_contradict_each_other_are_refused():
    first = Edition({"west": None, "east": 20, "city": 15}, frozenset({"west"}), (ADDS_UP,))
    with pytest.raises(ProblemError, match="no table agrees"):
        attack_together(READER, [first])


def test_a_partner_and_protected_zeros_are_the_readers():
    edition = Edition({"west": None, "east": None, "city": 5}, frozenset({"west"}), (ADDS_UP,))
    assert [i.exposed for i in attack_together(Reader(5), [edition])] == [True]
    assert [i.exposed for i in attack_together(Reader(4), [edition])] == [False]
    assert [i.exposed for i in attack_together(Reader(4, partner_knows=1), [edition])] == [True]
    (open_zeros,) = attack_together(Reader(5, zeros_shown=False), [edition])
    assert (open_zeros.low, open_zeros.high, open_zeros.exposed) == (0, 5, False)
