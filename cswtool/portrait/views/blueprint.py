"""The blueprint that the modules beside this one put their routes on."""

from cswtool.cases.models import Case, Membership
from cswtool.people.models import PersonFact, Relationship
from cswtool.portrait.models import Tie
from cswtool.web.guarded import GuardedBlueprint

portrait = GuardedBlueprint(
    "portrait",
    url_prefix="/cases/<uuid:case_id>",
    records={
        "case_id": Case,
        "member_id": Membership,
        "relation_id": Relationship,
        "fact_id": PersonFact,
        "tie_id": Tie,
    },
)
