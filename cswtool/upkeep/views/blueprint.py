"""The blueprint that the views of this package share."""

from cswtool.accounts.models import User
from cswtool.web.guarded import GuardedBlueprint

upkeep = GuardedBlueprint("upkeep", url_prefix="/office", records={"user_id": User})
