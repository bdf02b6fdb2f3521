"""The texts of the synthetic office: never twice the same, and nothing said that cannot be."""

import re
from datetime import date
from random import Random

import pytest

from cswtool.demo import shapes, stock
from cswtool.demo.names import Cast, household
from cswtool.demo.scene import slots_of
from cswtool.demo.texts import LONGEST, METHODS, OUTCOMES, SHORTEST, TextMaker
from tests.unit.demo.test_office_data import load

ON = date(2025, 6, 1)
MOTHER_AND_SON = Cast(parent="母", old="母", others=("母",), grown_ups=("母",))
ISSUES = ("eighty_fifty", "hikikomori", "poverty")
QUOTED = re.compile(r"「[^」]*」|話した|とのこと|打ち明け|訴え|面談した")


def office(seed: int, count: int) -> list[str]:
    """Consultations of one office in cases of fourteen, as the demo makes them."""
    rng = Random(seed)
    maker = TextMaker(rng)
    texts = []
    while len(texts) < count:
        family = household(rng, shapes.pick(rng, shapes.HOUSEHOLDS), ON)
        cast, issues = family.cast(ON), shapes.issues(rng, family, ON)
        maker.start_case()
        for _ in range(14):
            method = shapes.pick(rng, shapes.METHODS)
            outcome = shapes.pick(rng, shapes.OUTCOMES) if method == "visit" else ""
            speaker = shapes.spoke_with(rng, method, cast, issues)
            texts.append(
                maker.consultation(
                    method=method, outcome=outcome, issues=issues, cast=cast, spoke_with=speaker
                )
            )
    return texts


@pytest.fixture(scope="module")
def many() -> list[str]:
    return office(1, 12_000)


def told(seed: int, **contact) -> str:
    options = {"issues": ISSUES, "cast": MOTHER_AND_SON} | contact
    return TextMaker(Random(seed)).consultation(**options)


def test_the_same_seed_writes_the_same_office():
    assert office(4, 100) == office(4, 100)
    assert office(4, 100) != office(5, 100)


def test_no_text_appears_twice(many):
    assert len(set(many)) == len(many)


def test_lengths(many):
    lengths = sorted(map(len, many))
    assert lengths[0] >= SHORTEST
    assert lengths[-1] <= LONGEST
    assert 120 <= lengths[len(lengths) // 2] <= 300


def test_whole_sentences_with_nothing_left_to_fill(many):
    for text in many:
        assert text.endswith("。")
        assert not re.search(r"[{}]|。。|、、|、。|None", text)


def test_no_surname_of_the_demo_appears(many):
    surnames = [written for written, _ in stock.read("names")["surnames"] if len(written) > 1]
    pattern = re.compile("|".join(surnames))
    assert not [found for text in many if (found := pattern.search(text))]


@pytest.mark.parametrize("outcome", ["absent", "watched"])
def test_nobody_speaks_where_nobody_was_met(outcome):
    for seed in range(200):
        text = told(seed, method="visit", outcome=outcome)
        assert not QUOTED.search(text), text


def test_nothing_inside_the_home_is_seen_unless_somebody_opened():
    inside = {see for issue in ISSUES for see in stock.issues()[issue]["see"]}
    for seed in range(200):
        for outcome in OUTCOMES[1:]:
            text = told(seed, method="visit", outcome=outcome)
            assert not [see for see in inside if see in text]


def test_a_refusal_is_not_an_interview():
    for seed in range(200):
        text = told(seed, method="visit", outcome="refused")
        assert "面談した" not in text
        assert "話を聞いた" not in text


@pytest.mark.parametrize("method", METHODS)
def test_only_members_of_the_household_are_mentioned(method):
    for seed in range(150):
        text = told(seed, method=method, issues=("hikikomori", "addiction"), cast=Cast())
        assert not re.search("母|父|(?<!工)夫|妻|長男|長女|家族(?!会|相談)", text), text


def test_who_may_have_done_harm_is_not_the_one_who_tells():
    tells = [t for t in stock.issues()["abuse_elder"]["tell"] if slots_of(t) == {"s"}]
    for seed in range(100):
        text = told(seed, method="phone", issues=("abuse_elder",), cast=MOTHER_AND_SON)
        assert not [t for t in tells if t.format(s="母") in text]


def test_progress_is_not_reported_on_the_first_contact():
    turns = [turn for issue in ISSUES for turn in stock.issues()[issue]["turn"]]
    for seed in range(100):
        text = told(seed, method="visit", outcome="met")
        assert not [turn for turn in turns if turn.format(parent="母", kin="家族") in text]
        assert "前回" not in text


def test_a_case_does_not_repeat_an_opening_while_there_are_others():
    maker = TextMaker(Random(2))
    maker.start_case()
    opening = [
        maker.consultation(
            method="visit", outcome="absent", issues=ISSUES, cast=MOTHER_AND_SON
        ).split("。")[0]
        for _ in range(6)
    ]
    assert len(set(opening)) == 6


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("speaker", ["本人", "母", "民生委員"])
def test_every_issue_can_be_told_by_every_way_of_contact(method, speaker):
    maker = TextMaker(Random(9))
    for issue in stock.issues():
        text = maker.consultation(
            method=method, issues=(issue,), cast=MOTHER_AND_SON, spoke_with=speaker
        )
        assert SHORTEST <= len(text) <= LONGEST


def test_every_issue_of_the_office_has_fragments():
    codes = {row["code"] for row in load("issues")["issue"]}
    assert set(stock.issues()) == codes
    keys = {"agency", "say", "tell", "see", "do", "plan", "turn", "slip", "purpose", "title"}
    assert all(keys <= set(fragments) for fragments in stock.issues().values())


def test_slips_are_polite_and_never_the_same():
    maker = TextMaker(Random(3))
    slips = [maker.slip(issues=(issue,)) for issue in stock.issues() for _ in range(25)]
    assert len(set(slips)) == len(slips)
    assert all(40 <= len(slip) <= 250 for slip in slips)
    assert all(re.search("(ます|です|ください|ました)。$", slip) for slip in slips)


def test_short_texts_of_a_case_are_never_the_same():
    maker = TextMaker(Random(3))
    texts = []
    for _ in range(60):
        maker.start_case()
        texts += [maker.closing(reason=r, issues=ISSUES, cast=Cast()) for r in shapes.CLOSINGS]
        texts += [
            maker.referral_purpose(issues=ISSUES, cast=Cast()),
            maker.referral_result(issues=ISSUES),
            maker.referral_result(issues=ISSUES, declined=True),
            maker.advice(issues=ISSUES),
        ]
    assert len(set(texts)) == len(texts)


def test_nothing_is_handed_to_the_dead():
    maker = TextMaker(Random(3))
    for _ in range(100):
        assert "渡した" not in maker.closing(reason="died", issues=ISSUES, cast=Cast())


def test_a_next_step_is_a_short_title():
    maker = TextMaker(Random(3))
    for issue in stock.issues():
        title = maker.next_step(issues=(issue,), cast=MOTHER_AND_SON)
        assert 4 <= len(title) <= 20
    again = maker.next_step(outcome="absent", issues=ISSUES, cast=MOTHER_AND_SON)
    assert again == "時間帯を変えて再訪問"
