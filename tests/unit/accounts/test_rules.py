"""Passwords, invitation codes, and the pause after wrong tries."""

from datetime import timedelta

import pytest

from cswtool.accounts.rules import (
    new_invitation_code,
    normal_code,
    password_fault,
    pause_after,
)
from cswtool.web.paths import own_path


@pytest.mark.parametrize(
    "password", ["ame no hi ni aruku", "correct horse battery", "夏の日の長い散歩道を歩いた"]
)
def test_long_passwords_will_do(password):
    assert password_fault(password, "shutanto") is None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "12文字以上"),
        ("aaaaaaaaaaaaaaaa", "同じ文字"),
        ("Shutanto-2026-11", "ログイン名"),
        ("x y " * 100, "文字まで"),
        ("password1234", "すぐに当てられます"),
        ("Passw0rd!2026", "すぐに当てられます"),
        ("123456789012", "すぐに当てられます"),
        ("qwertyuiop12", "すぐに当てられます"),
        ("zxkq-zxkq-zxkq-", "すぐに当てられます"),
        ("Kodaira-CSW-2026", "すぐに当てられます"),
        ("abcd1234efgh", "すぐに当てられます"),
        ("パスワードパスワード12", "すぐに当てられます"),
    ],
)
def test_weak_passwords_are_told_why(password, why):
    assert why in password_fault(password, "shutanto")


def test_a_code_is_read_however_it_was_typed():
    code = new_invitation_code()
    assert normal_code(code.lower()) == code
    assert normal_code(code.replace("-", " ")) == code
    assert normal_code(code.replace("-", "")) == code


def test_codes_avoid_letters_that_look_alike():
    assert not set("".join(new_invitation_code() for _ in range(200))) & set("IO01")


def test_the_pause_begins_after_five_tries_doubles_and_ends_growing():
    assert [pause_after(n).total_seconds() for n in (0, 4, 5, 6, 7)] == [0, 0, 30, 60, 120]
    assert pause_after(1000) == timedelta(minutes=30)


@pytest.mark.parametrize("target", ["/", "/cases?zone=1", "/cases/1/edit"])
def test_a_path_of_our_own_is_gone_back_to(target):
    assert own_path(target) == target


@pytest.mark.parametrize(
    "target",
    [
        "",
        None,
        "//elsewhere.example",
        "https://elsewhere.example/",
        "/\\elsewhere",
        "x",
        "/x\r\nSet-Cookie:a",
    ],
)
def test_nobody_is_sent_to_another_site(target):
    assert own_path(target) is None
