"""Forms of a case, its workers, its course and its household."""

from cswtool.cases.forms.course import CloseForm, EndGrantForm, GrantForm, NoteForm, ReasonForm
from cswtool.cases.forms.head import AssignForm, CaseForm, NewCaseForm, offered
from cswtool.cases.forms.members import MemberForm, NewMemberForm

__all__ = [
    "AssignForm",
    "CaseForm",
    "CloseForm",
    "EndGrantForm",
    "GrantForm",
    "MemberForm",
    "NewCaseForm",
    "NewMemberForm",
    "NoteForm",
    "ReasonForm",
    "offered",
]
