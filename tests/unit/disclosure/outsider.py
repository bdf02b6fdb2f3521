"""An outsider, written apart from the engine: it shares the problem's words and nothing else."""

import highspy

from cswtool.disclosure.cells import Problem, Protected

NO_FIGURE_EXCEEDS = 100_000


def intervals(problem: Problem, shown: dict[str, int | None]) -> dict[str, tuple[float, float]]:
    """Least and greatest value of every sensitive figure, by one LP each, built from nothing."""
    model = highspy.Highs()
    model.silent()
    model.setOptionValue("threads", 1)
    figures = {name: model.addVariable(*_belief(problem, shown, name)) for name in _names(problem)}
    for relation in problem.relations:
        total = sum(factor * figures[name] for name, factor in relation.terms)
        if relation.lower is not None:
            model.addConstr(total >= relation.lower)
        if relation.upper is not None:
            model.addConstr(total <= relation.upper)
    return {
        name: (
            _optimum(model, figures[name], model.minimize),
            _optimum(model, figures[name], model.maximize),
        )
        for name in sensitive(problem)
    }


def exposed(problem: Problem, protected: Protected) -> list[str]:
    """The sensitive cells whose interval is narrower than the issue allows."""
    needed = problem.threshold - 1
    found = intervals(problem, protected.shown).items()
    return [name for name, (low, high) in found if high - low < needed - 1e-6]


def sensitive(problem: Problem) -> list[str]:
    """The rule in words of its own: forced, or a few households."""
    few = range(1 if problem.zeros_shown else 0, problem.threshold)
    return [
        cell.id
        for cell in problem.cells
        if cell.sensitive
        or (
            not cell.structural_zero
            and (cell.value if cell.households is None else cell.households) in few
        )
    ]


def _names(problem: Problem) -> list[str]:
    return list(dict.fromkeys([c.id for c in problem.cells] + [p.id for p in problem.published]))


def _belief(problem: Problem, shown: dict[str, int | None], name: str) -> tuple[float, float]:
    for entry in problem.published:
        if entry.id == name and entry.value is not None:
            return entry.value, entry.value
    for cell in problem.cells:
        if cell.id == name and cell.structural_zero:
            return 0, 0
    figure = shown.get(name)
    if figure is not None:
        return figure, figure
    return (1 if problem.zeros_shown else 0), NO_FIGURE_EXCEEDS


def _optimum(model, figure, optimise) -> float:
    optimise(1.0 * figure)
    assert model.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return model.getInfo().objective_function_value
