"""Protecting figures for a script, and attacking every edition that is out."""

from pathlib import Path
from typing import NoReturn

import click

from cswtool.cli.installed import settings_of
from cswtool.db.engine import open_engine
from cswtool.disclosure import contract, process
from cswtool.disclosure import repair as disclosure
from cswtool.disclosure.cells import CannotBeMadeSafeError, ProblemError
from cswtool.disclosure.solver import SolverError
from cswtool.publications.commands import ledger


@click.command()
@click.argument("problem", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="結果のファイル")
@click.option("--seconds", default=60.0, show_default=True, help="探す時間の上限")
@click.option("--progress", is_flag=True, help="途中の様子を書く")
def protect(problem: Path, out: Path, seconds: float, *, progress: bool) -> None:
    """数表の少数のセルを秘匿する(JSON)。終了コードは 0 安全、2 入力の誤り、3 安全にできない。"""
    _clear(problem, out)
    try:
        stated = contract.problem_from_json(problem.read_text(encoding="utf-8"))
        tell = _tell_progress if progress else disclosure.untold
        protected = disclosure.protect(stated, time_limit=seconds, tell=tell)
    except UnicodeDecodeError:
        _end(process.BAD_INPUT, "not UTF-8")
    except OSError as error:
        _end(process.BAD_INPUT, f"{problem}: {error.strerror}")
    except ProblemError as error:
        _end(process.BAD_INPUT, str(error))
    except CannotBeMadeSafeError as error:
        _end(process.UNSAFE, str(error))
    except SolverError as error:
        _end(process.UNSAFE, f"not proved safe: {error}")
    _write(out, contract.json_from_protected(protected))


def _clear(problem: Path, out: Path) -> None:
    """What an earlier run left must not be taken for the answer to this one."""
    try:
        if out.exists() and problem.exists() and out.samefile(problem):
            _end(process.BAD_INPUT, f"{out}: is the problem itself")
        if out.is_file():
            out.resolve().unlink()
    except OSError as error:
        _end(process.BAD_INPUT, f"{out}: {error.strerror}")


def _write(out: Path, answer: str) -> None:
    try:
        out.write_text(answer, encoding="utf-8")
    except OSError as error:
        if out.is_file():
            out.unlink()  # half an answer
        _end(process.BAD_INPUT, f"{out}: {error.strerror}")


def _tell_progress(done: disclosure.Progress) -> None:
    where = f"{done.part}/{done.parts}, round {done.turn}"
    click.echo(f"{where}: {done.exposed} exposed, {done.seconds:.1f} s", err=True)


@click.command()
def attack() -> None:
    """外に出した版を見比べて、伏せた数値が推計できないか点検する。終了コードは 0 安全、3 危険。"""
    settings = settings_of()
    engine = open_engine(settings.database_url, settings.key)
    try:
        found = ledger.attack_all(engine, settings.derive("ledger"))
    except ProblemError as error:
        _end(process.UNSAFE, f"台帳の数値がたがいに合いません: {error}")
    finally:
        engine.dispose()
    for one in found:
        _print_attack(one)
    if not all(one.safe for one in found):
        _end(process.UNSAFE, "危険: 推計できる数値か、台帳の食い違いがあります")


def _print_attack(done: ledger.Attack) -> None:
    numbers = "・".join(f"第{number}号" for number in done.numbers)
    click.echo(f"{done.audience.readers}: {numbers or 'なし'}")
    for one in done.intervals:
        click.echo(
            f"{'推計できる' if one.exposed else '守られている'} {one.low}–{one.high} {one.id}"
        )
    for number in done.unproved:
        click.echo(f"確かめられない 第{number}号(集計した数値の控えを取る前の版)")
    for fault in done.faults:
        click.echo(f"食い違い {fault}")
    exposed = sum(one.exposed for one in done.intervals)
    click.echo(f"伏せた数値 {len(done.intervals):,}個、推計できる数値 {exposed:,}個")


def _end(code: int, said: str) -> NoReturn:
    click.echo(said, err=True)
    raise click.exceptions.Exit(code)
