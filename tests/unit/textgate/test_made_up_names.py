"""Hundreds of made-up names, none of them on file, put into sentences of the office."""

import pytest
from faker import Faker

from cswtool.textgate.gate import check
from cswtool.textgate.register import Name, Register

OFFICE = Register([Name("架空 零子")], [], [])
SENTENCES = [
    "前回の件について{}に電話で確認した。",
    "{}は生活保護の相談をためらっている。",
    "約束の時間に訪問し、居間で{}と話した。",
    "手続きの帰りに{}が立ち寄った。",
    "民生委員によると、{}はこのごろ外に出ていないとのこと。",
    "状況を尋ねると、妻から、{}の通院が途切れていると説明があった。",
]
LEAST = {
    "{family}{given}": 0.99,
    "{family} {given}さん": 1.0,
    "{family}さん": 1.0,
    "{given}さん": 0.99,
    "{given}くん": 0.99,
    "{family}": 0.98,
    "{given}": 0.84,
}
"""By how the name is written: the share that must be found whole, as docs/textgate.md says."""
MANY = 300


@pytest.mark.parametrize("form", LEAST)
def test_made_up_names_are_found(form):
    faker = Faker("ja_JP")
    faker.seed_instance(3)
    found = 0
    for number in range(MANY):
        words = form.format(family=faker.last_name(), given=faker.first_name())
        name = words.removesuffix("さん").removesuffix("くん")
        text = SENTENCES[number % len(SENTENCES)].format(words)
        start = text.index(words)
        wanted = {start + at for at, sign in enumerate(name) if sign != " "}
        found += wanted <= {at for f in check(text, OFFICE) for at in range(f.start, f.end)}
    assert found / MANY >= LEAST[form], f"{form}: {found} of {MANY}"
