"""Forms of a case, its workers, its course and its household."""

from cswtool.cases.forms.course import EndGrantForm, GrantForm, NoteForm, ReasonForm
from cswtool.cases.forms.head import CaseForm, NewCaseForm, WorkerFields, key_of, offered
from cswtool.cases.forms.members import MemberForm, NewMemberForm

__all__ = [
    "CaseForm",
    "EndGrantForm",
    "GrantForm",
    "MemberForm",
    "NewCaseForm",
    "NewMemberForm",
    "NoteForm",
    "ReasonForm",
    "WorkerFields",
    "key_of",
    "offered",
]
