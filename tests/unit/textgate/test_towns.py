"""Every town of the demo office is found whole, as a place, whatever stands around it."""

from random import Random

import pytest

from cswtool.demo.places import TOWNS
from cswtool.demo.texts import TextMaker
from cswtool.releases.rules import Edit, edited
from cswtool.textgate.findings import LETTERED, Kind
from cswtool.textgate.gate import check
from cswtool.textgate.register import Name, Register
from tests.unit.textgate.sentences import parsed, read
from tests.unit.textgate.test_rules import MARKED

NAMES = [Name("渋沢 はるか", "しぶさわ はるか"), Name("髙野 喜平", "たかの きへい")]
LISTED = [town for town, _ in TOWNS]
OFFICE = Register(NAMES, ["あゆみの里"], LISTED)
AROUND = {
    "{}1丁目の家に住む。": ("{}1丁目", "市内の家に住む。"),
    "{}の家に住む。": ("{}", "市内の家に住む。"),
    "{}1丁目の都営住宅に移った。": ("{}1丁目", "市内の都営住宅に移った。"),
    "{}の都営住宅に移った。": ("{}", "市内の都営住宅に移った。"),
    "{}に住む。": ("{}", "市内に住む。"),
    "{}2-3-4に住む。": ("{}2-3-4", "市内に住む。"),
    "{}2丁目3番地の4の家。": ("{}2丁目3番地の4", "市内の家。"),
    "{}12番地のアパート。": ("{}12番地", "市内のアパート。"),
    "小平市{}の家へ行く。": ("小平市{}", "市内の家へ行く。"),
    "{}12番地の一軒家。": ("{}12番地", "市内の一軒家。"),
    "{}在住の女性。": ("{}", "市内在住の女性。"),
    "東京都小平市{}3丁目民生委員に話す。": ("東京都小平市{}3丁目", "市内民生委員に話す。"),
}


def _as_proposed(text, register, given=frozenset()):
    """The text with all proposals written in, and the letters that were proposed."""
    found = check(text, register, given)
    letters = {f.suggestion for f in found if f.kind in LETTERED}
    return edited(text, [Edit(f.start, f.end, f.suggestion) for f in found]), given | letters


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("town", LISTED)
def test_a_town_is_found_whole_and_gives_a_sentence_that_reads(town, around):
    text, (words, instead) = around.format(town), AROUND[around]
    found = check(text, OFFICE)
    assert [f.words for f in found] == [words.format(town)]
    assert found[0].kind in {Kind.PLACE, Kind.ADDRESS}
    assert _as_proposed(text, OFFICE)[0] == instead
    assert check(instead, OFFICE) == ()


@pytest.mark.parametrize("ending", ["町内会", "自治会", "都営住宅", "1丁目自治会"])
@pytest.mark.parametrize("town", [town for town in LISTED if town.endswith("町")])
def test_what_is_named_after_a_town_is_found_with_it(town, ending):
    name = town.removesuffix("町") + ending if ending == "町内会" else town + ending
    found = check(f"{name}に来た。", OFFICE)
    assert [f.words for f in found] == [name]
    assert found[0].suggestion == ("市内" if ending == "都営住宅" else "関係機関")


@pytest.mark.parametrize(
    "line",
    [
        "{人:仲町}さんが来た。",
        "{人:仲町}家の長男が来た。",
        "{人:鈴木町子}が来た。",
        "{人:鈴木町子}さんが来た。",
        "{地:仲町}の{人:鈴木}さん、{住:小川東町1丁目}の{人:小川}さん。",
        "{機:小川東町保育園}に通う。",
        "{機:仲町あおぞらの会}に出た。",
        "{地:たかの台都営住宅}に移った。",
    ],
)
def test_a_town_takes_nothing_from_a_name_that_goes_beyond_it(line):
    sentence = parsed(line)
    found = [(f.start, f.end, f.kind.value) for f in check(sentence.text, OFFICE)]
    assert found == [*sentence.marks]


def test_a_place_that_holds_a_whole_name_on_file_must_be_changed():
    office = Register([*NAMES, Name("小川 東"), Name("小川 町")], [], LISTED)
    told = {text: check(text, office)[0] for text in ("小川東町の家。", "小川町2丁目の家。")}
    assert [f.words for f in told.values()] == ["小川東町", "小川町2丁目"]
    assert all(f.certain and f.suggestion == "市内" for f in told.values())
    own_name = check("小川町に電話した。", office)[0]
    assert (own_name.kind, own_name.certain) == (Kind.PERSON, True)
    assert not check("小川東町の家。", OFFICE)[0].certain


def test_a_family_on_file_hides_no_town():
    office = Register([*NAMES, Name("仲町 花", "なかまち はな")], [], LISTED)
    assert check("仲町に住む。", office) == check("仲町に住む。", OFFICE)


SENTENCES = [
    *MARKED,
    *(sentence.text for sentence in read("looked_at.txt")),
    "渋沢はるかと相田さんが小川東町1丁目の都営住宅に住む。",
    "岡部民生委員と相田さん、Cさんが、津田町1丁目の家で会った。",
    "相田さんとAさん、Ｂさん、Dさん。",
    "佐藤一家と岡部主治医、K.T.さん。",
]


@pytest.fixture(scope="module")
def told():
    """What the demo office writes, a different text for each town."""
    maker = TextMaker(Random(5))
    issues = ("eighty_fifty", "hikikomori", "poverty")
    return {town: maker.slip(issues=issues) + maker.advice(issues=issues) for town in LISTED}


@pytest.mark.parametrize("town", LISTED)
def test_what_the_demo_office_writes_of_a_towncomes_to_an_end(told, town):
    people = "渋沢はるかと相田さん、C宅のCさん、吉岡民生委員"
    comes_to_an_end(f"{town}1丁目の家で、{people}。{told[town]}小平市{town}の都営住宅。")


@pytest.mark.parametrize("line", SENTENCES)
def test_all_proposals_come_to_an_end_within_two_rounds(line):
    comes_to_an_end(parsed(line).text)


def comes_to_an_end(text):
    once, given = _as_proposed(text, OFFICE)
    twice, given = _as_proposed(once, OFFICE, given)
    assert check(twice, OFFICE, given) == ()
