"""How the time of the text gate grows with the text: sixteen times as long, how many times?

    .venv/bin/python -m tests.bench.textgate

Prints for texts of one piece, repeated, the seconds of processor time for 20,000 characters and
how many times the time for 1,250 that is. Sixteen is growth in step; two hundred would be a
pattern that reads on from every place to the end.
"""

from time import process_time

import click

from cswtool.textgate.gate import check
from tests.unit.textgate.test_rules import OFFICE

PIECES = ("アイウエオ", "a.b-", "1-", "番号12 ", "字山", "「あ", "三丁目")
"""Each once made a pattern read on for too long, or looks as if it could."""
SHORT, LONG = 1_250, 20_000
TRIES = 3


def _seconds(text: str) -> float:
    begun = process_time()
    check(text, OFFICE)
    return process_time() - begun


@click.command(help=__doc__)
def main() -> None:
    for piece in PIECES:
        short, long = (
            min(_seconds((piece * LONG)[:length]) for _ in range(TRIES)) for length in (SHORT, LONG)
        )
        click.echo(f"{piece}\t{long:.2f} s\t{long / short:.0f} times")


if __name__ == "__main__":
    main()
