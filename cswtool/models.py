"""Every mapped class, so that the metadata is whole for migrations and sessions."""

import cswtool.accounts.models
import cswtool.activities.models
import cswtool.cases.models
import cswtool.cautions.models
import cswtool.closings.models
import cswtool.community.models
import cswtool.consultations.models
import cswtool.db.audit
import cswtool.drafts.models
import cswtool.files.models
import cswtool.handovers.models
import cswtool.intake.models
import cswtool.listings.models
import cswtool.outings.models
import cswtool.people.models
import cswtool.plans.models
import cswtool.portrait.models
import cswtool.publications.models
import cswtool.referrals.models
import cswtool.regional.models
import cswtool.register.models
import cswtool.releases.models
import cswtool.sight.models
import cswtool.signals.models
import cswtool.tasks.models
import cswtool.taxonomy.models

SEARCHED = (
    cswtool.people.models.Person,
    cswtool.cases.models.Case,
    cswtool.consultations.models.Consultation,
    cswtool.consultations.models.Addendum,
)
"""The models whose records are found by words."""
