"""A last look at protected figures before they may leave."""

from cswtool.disclosure.cells import Problem, Protected


class UnsafeError(Exception):
    """The protected figures do not agree with the true ones, or show what is sensitive."""


def refuse_unsafe(problem: Problem, protected: Protected) -> None:
    """A last look at the answer with the naked eye. Raises UnsafeError naming a cell."""
    shown = protected.shown
    for cell in problem.cells:
        figure = shown.get(cell.id)
        if cell.id not in shown or (figure is not None and figure != cell.value):
            raise UnsafeError(cell.id)
        if figure is not None and problem.is_sensitive(cell):
            raise UnsafeError(cell.id)
