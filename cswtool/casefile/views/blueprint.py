"""The blueprint that the modules beside this one put their routes on."""

from cswtool.cases.models import Case, Membership
from cswtool.intake.models import IncomingReferral
from cswtool.web.guarded import GuardedBlueprint

casefile = GuardedBlueprint(
    "casefile",
    records={"case_id": Case, "member_id": Membership, "incoming_id": IncomingReferral},
)
