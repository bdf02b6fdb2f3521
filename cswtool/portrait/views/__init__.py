"""The pictures of a case, and the pages on which what they show is entered."""

from cswtool.portrait.views import facts, pictures, relations, ties  # noqa: F401 -- their routes
from cswtool.portrait.views.blueprint import portrait

__all__ = ["portrait"]
