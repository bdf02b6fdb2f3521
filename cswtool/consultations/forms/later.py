"""What is done later with a contact that was written down."""

from wtforms import HiddenField

from cswtool.web.forms import Form, OnceMixin, VersionMixin, line, text


class AddendumForm(OnceMixin, Form):
    """What is added to a contact that was written down some time ago."""

    text = text("追記する内容", required=True)
    correction = HiddenField()
    """The form key of the correction whose words the page was opened with; else empty."""


class FilingForm(VersionMixin, Form):
    """Into which case a one-off record goes."""

    number = line("ケース番号", required=True, longest=20, description="例：R8-0123")

    def refuse_number(self) -> None:
        self.number.errors = [
            "この番号のケースは見つかりません。番号を確かめるか、先に新しいケースをはじめてください。"
        ]
