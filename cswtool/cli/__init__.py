"""The command line: setting up, accounts, serving, the trail, searching, disclosure."""

import json
import os
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select
from typing_extensions import override

from cswtool.access.actor import Role, role_clash
from cswtool.accounts import commands as accounts
from cswtool.accounts.models import Office, User
from cswtool.cli.disclosing import attack, protect
from cswtool.cli.installed import settings_of
from cswtool.community.commands import load_town
from cswtool.db import audit, migrate, search
from cswtool.db.elevated import ElevatedSession, elevated
from cswtool.db.engine import WrongKeyError, open_engine
from cswtool.demo import office, staff
from cswtool.models import SEARCHED
from cswtool.settings import OWNER_ALONE, ROOT, Settings, make_key
from cswtool.taxonomy.commands import load_words

OFFICE = "小平市社会福祉協議会"
KODAIRA = ROOT / "config" / "kodaira"

_WRONG_KEY = "この鍵ではデータベースを開けません。データを作ったときの鍵ファイルを使ってください。"


class _Commands(click.Group):
    """Says in plain words what would otherwise end in a traceback."""

    @override
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except WrongKeyError as error:
            raise click.ClickException(_WRONG_KEY) from error


@click.group(cls=_Commands)
def main() -> None:
    """小平市社協 CSW のケース調整システム。"""
    os.umask(OWNER_ALONE)


main.add_command(protect)
main.add_command(attack)


@main.command()
@click.option("--name", default=OFFICE, show_default=True, help="事業所の名前")
@click.option("--config", "folder", default=KODAIRA, type=Path)
def init(name: str, folder: Path) -> None:
    """鍵とデータベースを作り、圏域・町・課題などの初期データを入れる。"""
    click.echo(f"鍵: {make_key(os.environ)}(この鍵をなくすと記録は二度と読めません。控えを金庫へ)")
    settings = settings_of()
    set_up(settings, name=name, demo=False, folder=folder)
    click.echo(f"できました: {settings.data_folder}")


def set_up(settings: Settings, *, name: str, demo: bool, folder: Path) -> None:
    """Create the tables and load the office's data. Does nothing to an office that is there."""
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    engine = open_engine(settings.database_url, settings.key)
    migrate.upgrade(engine)
    with elevated(engine, reason="init") as session:
        if session.scalar(select(Office.id)) is None:
            session.add(Office(id=1, name=name, demo=demo))
            load_town(session, folder)
            load_words(session, folder)
    engine.dispose()


@main.group()
def user() -> None:
    """利用者の追加・停止・招待のやり直し。"""


def _user(session: ElevatedSession, login: str) -> User:
    found = session.scalar(select(User).where(User.login == login.lower()))
    if found is None:
        raise click.ClickException(f"利用者がいません: {login}")
    return found


def _print_invitation(invited: accounts.Invited) -> None:
    click.echo(f"ログイン名: {invited.user.login}\n招待コード: {invited.code}(14日間、1回だけ)")


@user.command("add")
@click.argument("login")
@click.argument("name")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([role.value for role in Role]),
)
def user_add(login: str, name: str, roles: tuple[str, ...]) -> None:
    """利用者を加え、招待コードを表示する。"""
    settings, chosen = settings_of(), frozenset(Role(role) for role in roles)
    if clash := role_clash(chosen):
        raise click.ClickException(clash)
    with elevated(open_engine(settings.database_url, settings.key), reason="user add") as session:
        new = accounts.UserInput(login, name, roles=chosen)
        try:
            added = accounts.add_user(session, new)
        except accounts.LoginTakenError as error:
            raise click.ClickException(f"ログイン名はもう使われています: {login}") from error
        invited = accounts.invite(session, added)
    _print_invitation(invited)


@user.command("reset")
@click.argument("login")
def user_reset(login: str) -> None:
    """新しい招待コードを表示する(パスワードを忘れたとき)。"""
    settings = settings_of()
    with elevated(open_engine(settings.database_url, settings.key), reason="user reset") as session:
        invited = accounts.invite(session, _user(session, login))
    _print_invitation(invited)


@user.command("disable")
@click.argument("login")
def user_disable(login: str) -> None:
    """利用者を停止する(担当ケースの引き継ぎは画面から)。"""
    settings = settings_of()
    with elevated(open_engine(settings.database_url, settings.key), reason="user disable") as found:
        accounts.disable(found, _user(found, login))
    click.echo(f"停止しました: {login}")


@main.group("audit")
def trail() -> None:
    """記録の証跡。"""


@trail.command("verify")
@click.option("--sealed", type=click.Path(exists=True, path_type=Path), help="seal で作った控え")
def trail_verify(sealed: Path | None) -> None:
    """証跡が書き換えられていないことを確かめる。"""
    settings = settings_of()
    kept = audit.Head(**json.loads(sealed.read_text())) if sealed else None
    try:
        length = audit.verify(open_engine(settings.database_url, settings.key), kept)
    except audit.BrokenTrailError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"証跡は正しくつながっています({length:,}件)")


@trail.command("seal")
@click.argument("target", type=click.Path(path_type=Path))
def trail_seal(target: Path) -> None:
    """証跡の末尾の控えをファイルに書く。サーバーの外に保管する。"""
    settings = settings_of()
    head = audit.head(open_engine(settings.database_url, settings.key))
    target.write_text(json.dumps({"seq": head.seq, "hash": head.hash}))
    click.echo(f"{head.seq:,}件目までを封印しました: {target}")


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def serve(host: str, port: int) -> None:
    """1台で使うときのサーバー。"""
    _serve(settings_of(), host, port)


def _serve(settings: Settings, host: str, port: int) -> None:
    """Run until Ctrl-C."""
    from waitress import serve as run  # noqa: PLC0415 -- a server is not needed to run commands

    from cswtool.app import create_served_app  # noqa: PLC0415

    app = create_served_app(settings)
    # Attachments are kept in memory on their way in and out, never in a temporary file.
    largest = app.config["LARGEST_UPLOAD"]
    buffers = {"inbuf_overflow": largest, "outbuf_overflow": largest}
    run(app, host=host, port=port, threads=8, ident=None, **buffers)


@main.command()
@click.option("--cases", type=click.IntRange(1), help="ケースの数(なければ3年度分、約740件)")
@click.option("--seed", default=8, show_default=True, help="同じ数なら同じ内容になる")
@click.option("--serve", "serves", is_flag=True, help="作ったあと、そのまま動かす")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def demo(cases: int | None, seed: int, host: str, port: int, *, serves: bool) -> None:
    """架空のデータの事業所を作る(もうあれば、そのまま使う)。"""
    environ = {"CSWTOOL_DATA": str(ROOT / "var" / "demo"), "CSWTOOL_HTTP": "1", **os.environ}
    make_key(environ)
    settings = settings_of(environ)
    set_up(settings, name=OFFICE, demo=True, folder=KODAIRA)
    _fill(settings, office.Plan(cases, seed))
    _print_sign_ins()
    if serves:
        click.echo(f"\nhttp://{host}:{port}/ を開いてください(止めるには Ctrl-C)")
        _serve(settings, host, port)


@main.group("search")
def index() -> None:
    """検索の索引。"""


@index.command("rebuild")
def search_rebuild() -> None:
    """検索の索引を作り直す。"""
    settings = settings_of()
    engine = open_engine(settings.database_url, settings.key)
    with elevated(engine, reason="search rebuild") as session:
        done = search.rebuild(session, SEARCHED)
    click.echo(f"索引を作り直しました({done:,}件)")


def _fill(settings: Settings, plan: office.Plan) -> None:
    try:
        engine = open_engine(settings.database_url, settings.key)
        new = office.fill(engine, plan, settings.derive("attachments"))
    except office.NotADemoError as error:
        message = "ここには架空ではない事業所があります。CSWTOOL_DATA で別の場所を指定してください"
        raise click.ClickException(f"{message}: {settings.data_folder}") from error
    except office.HalfFilledError as error:
        message = "前回の作成が途中で止まっています。データを消してから、もう一度実行してください"
        raise click.ClickException(f"{message}: {settings.data_folder}") from error
    done = "架空の事業所を作りました" if new else "架空の事業所はもうあります"
    click.echo(f"{done}: {settings.data_folder}")


def _print_sign_ins() -> None:
    click.echo(f"\nパスワードは全員 {staff.PASSWORD} です。ログイン名:")
    for hint in staff.sign_in_hints():
        click.echo(f"  {hint.login:<14}{hint.who}")
