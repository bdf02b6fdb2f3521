"""Households and addresses of the synthetic office."""

from datetime import date
from random import Random

import pytest
from faker.providers.person.ja_JP import Provider

from cswtool.demo import names, places, stock
from cswtool.demo.layouts import LAYOUTS

ON = date(2025, 6, 1)


def made(kind: str, count: int = 300, *, abroad: bool = False) -> list[names.Household]:
    rng = Random(11)
    return [names.household(rng, kind, ON, abroad=abroad) for _ in range(count)]


def hiragana(katakana: str) -> str:
    return "".join(chr(ord(k) - 0x60) if "ァ" <= k <= "ヶ" else k for k in katakana)


def test_the_same_seed_makes_the_same_household():
    one, two = (names.household(Random(5), "other", ON) for _ in range(2))
    assert one == two
    assert one != names.household(Random(6), "other", ON)


@pytest.mark.parametrize("kind", LAYOUTS)
def test_the_first_member_is_the_person_and_relations_do_not_repeat(kind):
    for household in made(kind):
        relations = [member.relation for member in household.members]
        assert relations[0] == "本人"
        assert len(set(relations)) == len(relations)
        assert len({member.surname for member in household.members}) == 1
        assert len({member.given for member in household.members}) == len(relations)


def test_single_means_one_and_elderly_only_means_nobody_under_65():
    assert all(len(household.members) == 1 for household in made("single"))
    for household in made("elderly_only"):
        assert all(member.age(ON) >= 65 for member in household.members)


def test_parent_and_unmarried_child_are_a_generation_apart():
    for household in made("parent_and_child"):
        ages = [member.age(ON) for member in household.members]
        assert max(ages) - min(ages) >= 22
        cast = household.cast(ON)
        assert {cast.adult, cast.parent} & {"本人"}
        assert cast.adult != cast.parent
        assert cast.old


def test_a_single_parent_household_has_a_minor_and_no_spouse():
    for household in made("single_parent"):
        cast = household.cast(ON)
        assert cast.young
        assert not cast.spouse


def test_grown_ups_are_never_children():
    for household in made("other"):
        ages = {member.called: member.age(ON) for member in household.members}
        assert all(ages[word] >= 18 for word in household.cast(ON).grown_ups)


def test_a_spouse_is_called_by_sex():
    called = {m.called for household in made("elderly_only") for m in household.members}
    assert called == {"本人", "夫", "妻"}


def test_age_counts_completed_years():
    member = names.Member("青木", "愛", "あおき", "あい", "female", date(2000, 6, 2), "本人")
    assert member.age(date(2025, 6, 1)) == 24
    assert member.age(date(2025, 6, 2)) == 25


def test_every_reading_is_hiragana_and_belongs_to_one_writing():
    data = stock.read("names")
    pairs = data["surnames"] + [pair for row in data["given"] for pair in row["names"]]
    for _, kana in pairs:
        assert all("ぁ" <= letter <= "ゖ" for letter in kana), kana
    assert len(dict(data["surnames"])) == len(data["surnames"])
    for row in data["given"]:
        assert len(dict(row["names"])) == len(row["names"])


def test_readings_agree_with_an_independent_list():
    pairs = [
        *Provider.last_name_pairs,
        *Provider.first_name_male_pairs,
        *Provider.first_name_female_pairs,
    ]
    theirs = {written: hiragana(kana) for written, kana, _ in pairs}
    data = stock.read("names")
    ours = data["surnames"] + [pair for row in data["given"] for pair in row["names"]]
    shared = [(written, kana) for written, kana in ours if written in theirs]
    assert len(shared) > 50
    assert all(theirs[written] == kana for written, kana in shared)


def test_given_names_suit_the_generation():
    old = names.person(Random(1), "female", 85, ON)
    young = names.person(Random(1), "female", 8, ON)
    lists = {row["until"]: dict(row["names"]) for row in stock.read("names")["given"][4:]}
    assert old.given in lists[1950]
    assert young.given in lists[9999]


def test_a_family_from_abroad_is_written_in_katakana():
    for household in made("other", 50, abroad=True):
        assert household.abroad
        assert all("ァ" <= letter <= "ー" for letter in household.members[0].surname)


def test_the_towns_are_those_of_the_office_data():
    from tests.unit.demo.test_office_data import load

    assert dict(places.TOWNS) == {row["name"]: row["chomes"] for row in load("towns")["town"]}


def test_an_address_cannot_exist():
    rng = Random(3)
    for town, chomes in places.TOWNS:
        address = places.address(rng, town, places.chome(rng, town))
        assert bool(address.chome) == bool(chomes)
        assert int(address.street.split("-")[0]) > 9000
        assert address.line.startswith(f"小平市{town}")


def test_telephone_numbers_have_an_exchange_that_is_not_given_out():
    rng = Random(3)
    assert places.home_phone(rng).startswith("042-000-")
    assert places.mobile_phone(rng).startswith("090-0000-")
