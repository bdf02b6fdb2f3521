"""For a WSGI server: `wsgi:app`."""

import os

from cswtool.app import create_served_app
from cswtool.settings import OWNER_ALONE, Settings

os.umask(OWNER_ALONE)

app = create_served_app(Settings.load(os.environ))
