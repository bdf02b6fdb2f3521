"""Every form that anybody is shown, sent back wrong in every way: an answer, never a fall."""

from uuid import uuid4

import pytest

from tests.client import client_of, csrf_token

LONG = "あ" * 30_000
ODD = "😀\x00\x1b<script>alert('x')</script>\"'%_\\；DROP\u202e𠮷葛󠄀"
BAD_WAYS = {
    "empty": lambda kind: "",
    "long": lambda kind: LONG if kind in {"text", "textarea"} else "9" * 40,
    "odd": lambda kind: ODD,
    "stranger": lambda kind: str(uuid4()),
    "no such day": lambda kind: "2026-13-45",
    "negative": lambda kind: "-1",
    "full width": lambda kind: "１２３４５６７８９０１２３",
}
_LEFT_ALONE = {"accounts.sign_out", "accounts.sign_out_everywhere", "accounts.change_password"}
ANSWERS = {200, 204, 303, 403, 404, 409, 413, 422, 429}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("who", ["kakaricho", "minsei", "kanri", "shi", "hogo"])
def test_no_form_falls_over_bad_input(app, world, walk, who):
    client = client_of(app, world, who)
    for endpoint, (action, kinds) in walk(who).crawl.forms.items():
        if endpoint in _LEFT_ALONE:
            continue
        for way, value in BAD_WAYS.items():
            fields = {name: value(kind) for name, kind in kinds.items()}
            answer = client.post(action, data={**fields, "csrf_token": csrf_token(app)})
            assert answer.status_code in ANSWERS, f"{endpoint}, {way}: {answer.status_code}"


@pytest.mark.parametrize("path", ["/sign-in", "/invitation"])
def test_no_public_form_falls_over_bad_input(browse, path):
    names = ["login", "password", "again", "code", "next", "kept"]
    for value in ("", LONG, ODD):
        answer = browse("nobody").send(path, **dict.fromkeys(names, value))
        assert answer.status_code == 422


def test_a_form_without_its_token_is_refused_in_plain_words(app, world):
    answer = client_of(app, world, "shutanto").post("/account/password", data={"password": "x"})
    assert answer.status_code == 400
    assert "もう一度" in answer.text


def test_too_large_a_form_is_refused_in_plain_words(browse):
    answer = browse("shutanto").send("/account/password", note="あ" * 1_000_000)
    assert answer.status_code == 413
