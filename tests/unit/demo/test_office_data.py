"""config/kodaira/*.toml agree with each other: what `cswtool init` may rely on."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from cswtool.taxonomy.models import ChoiceKind

FOLDER = Path(__file__).parents[3] / "config" / "kodaira"
NATIONAL = set(range(1, 30))
# the only numbers a public source gives; anything else would be invented
KNOWN_PHONES = {"", "042-344-1217", "042-346-9539", "042-345-0691"}


def load(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def values(rows: list[dict[str, Any]], key: str) -> list[Any]:
    return [row[key] for row in rows]


def assert_unique(items: list[Any]) -> None:
    assert sorted(items) == sorted(set(items))


@pytest.fixture
def zone_codes() -> set[str]:
    return set(values(load("zones")["zone"], "code"))


@pytest.fixture
def towns() -> list[dict[str, Any]]:
    return load("towns")["town"]


def test_every_file_says_what_it_is_before_its_first_table():
    for path in FOLDER.glob("*.toml"):
        assert path.read_text(encoding="utf-8").startswith("# "), path.name


def test_rows_of_a_table_all_have_the_same_fields():
    for path in FOLDER.glob("*.toml"):
        for table, rows in load(path.stem).items():
            assert len({tuple(row) for row in rows}) == 1, (path.name, table)


def test_five_zones_from_west_to_east_and_one_covers_all():
    zones = load("zones")["zone"]
    assert values(zones, "code") == ["W", "CW", "C", "CE", "E"]
    assert values(zones, "name") == ["西", "中央西", "中央", "中央東", "東"]
    assert values(zones, "position") == [1, 2, 3, 4, 5]
    covering = [zone for zone in zones if zone["covers_all"]]
    assert values(covering, "code") == ["C"]
    assert covering[0]["provisional"]
    assert "要確認" in covering[0]["note"]


def test_twenty_two_towns_with_their_own_postcodes_and_readings(towns):
    assert len(towns) == 22
    for key in ("name", "postcode", "kana"):
        assert_unique(values(towns, key))
    assert all(len(row["postcode"]) == 8 for row in towns)
    assert all(row["postcode"].startswith("187-00") for row in towns)
    assert all(is_hiragana(row["kana"]) for row in towns)


def test_every_town_has_an_area_and_every_area_a_known_zone_or_none(towns, zone_codes):
    areas = load("towns")["area"]
    assert set(values(areas, "town")) == set(values(towns, "name"))
    assert set(values(areas, "zone")) == zone_codes | {""}
    assert all(area["provisional"] for area in areas)
    assert_unique([(area["town"], area["chome"], area["banchi"]) for area in areas])


def test_an_area_names_only_a_chome_that_the_town_has(towns):
    has = {row["name"]: row["chomes"] for row in towns}
    for area in load("towns")["area"]:
        if area["chome"]:
            assert 1 <= int(area["chome"].removesuffix("丁目")) <= has[area["town"]]


def test_ogawacho_is_split_and_undecided_without_a_chome():
    split = {a["chome"]: a["zone"] for a in load("towns")["area"] if a["town"] == "小川町"}
    assert split == {"1丁目": "W", "2丁目": "C", "": ""}


def test_six_provisional_districts_share_out_the_towns(towns):
    districts = load("districts")["district"]
    assert len(districts) == 6
    assert_unique(values(districts, "code"))
    assert all(row["provisional"] for row in districts)
    shared_out = [town for row in districts for town in row["towns"]]
    assert sorted(shared_out) == sorted(values(towns, "name"))


def test_organisations_have_a_kind_a_known_zone_and_no_invented_phone(zone_codes):
    data = load("organisations")
    kinds = values(data["kind"], "code")
    organisations = data["organisation"]
    assert_unique(kinds)
    assert_unique(values(organisations, "name"))
    assert set(values(organisations, "kind")) == set(kinds)
    assert set(values(organisations, "zone")) <= zone_codes | {""}
    assert set(values(organisations, "phone")) <= KNOWN_PHONES
    assert all(is_hiragana(row["kana"]) for row in organisations)
    assert 40 <= len(organisations) <= 60


def test_every_zone_has_a_community_support_centre(zone_codes):
    centres = [row for row in load("organisations")["organisation"] if row["kind"] == "hokatsu"]
    assert set(values(centres, "zone")) == zone_codes


def test_twenty_nine_national_items_all_marked_provisional():
    national = load("issues")["national"]
    assert values(national, "number") == sorted(NATIONAL)
    assert all(row["provisional"] for row in national)


def test_issues_map_to_national_items_and_reach_every_one():
    data = load("issues")
    issues = data["issue"]
    for key in ("code", "label", "kana", "position"):
        assert_unique(values(issues, key))
    assert all(row["national"] for row in issues)
    assert {number for row in issues for number in row["national"]} == NATIONAL
    assert set(values(issues, "group")) == set(values(data["group"], "code"))


def test_the_four_kinds_of_abuse_and_no_others_are_marked():
    abuse = {row["code"] for row in load("issues")["issue"] if row["abuse"]}
    assert abuse == {"abuse_child", "abuse_elder", "abuse_disability", "dv"}


def test_choices_are_unique_within_their_kind_and_numbered_through():
    choices = load("choices")["choice"]
    assert set(values(choices, "kind")) == set(ChoiceKind)
    assert_unique([(row["kind"], row["code"]) for row in choices])
    assert_unique([(row["kind"], row["label"]) for row in choices])
    assert all(row["provisional"] for row in choices)
    for kind in {row["kind"] for row in choices}:
        positions = [row["position"] for row in choices if row["kind"] == kind]
        assert positions == list(range(1, len(positions) + 1))


def test_unknown_is_an_answer_wherever_the_reports_count():
    unknown = {row["kind"] for row in load("choices")["choice"] if row["code"] == "unknown"}
    assert unknown == {"route", "asker", "household"}


def is_hiragana(text: str) -> bool:
    return all("ぁ" <= letter <= "ゖ" or letter in " ー・" for letter in text)
