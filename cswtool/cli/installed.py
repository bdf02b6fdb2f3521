"""What this installation was told."""

import os
from collections.abc import Mapping

import click

from cswtool.settings import Settings, SettingsError


def settings_of(environ: Mapping[str, str] = os.environ) -> Settings:
    try:
        return Settings.load(environ)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
