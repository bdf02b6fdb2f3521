"""A test client that is somebody of the cast and checks every page it gets."""

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from typing_extensions import override

from tests.checks import check_headers, check_page
from tests.world import NOBODY, World, token

CSRF = "0" * 40


class CheckedClient(FlaskClient):
    """Answers are checked as they come: HTML, headers, one h1, labels, CSRF."""

    @override
    def open(self, *args, **kwargs):
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code not in {301, 302, 303}:
            check_headers(response.headers)
            if response.request.method != "HEAD":
                check_page(response.get_data(as_text=True))
        return response

    def send(self, url: str, **fields):
        """POST a form with its CSRF token, as a page of ours would."""
        return self.post(url, data={"csrf_token": csrf_token(self.application), **fields})


def csrf_token(app: Flask) -> str:
    return URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(CSRF)


def client_of(app: Flask, world: World, who: str) -> CheckedClient:
    """A browser in which `who` has signed in."""
    app.test_client_class = CheckedClient
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["csrf_token"] = CSRF
        if who != NOBODY:
            cookie["_user_id"] = token(who)
            cookie["_fresh"] = True
            cookie["owner"] = str(world.users[who])
    return client
