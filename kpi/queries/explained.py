"""Why a zone has its score, in sentences whose figures add up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isnan
from typing import Any

from kpi import format as formats
from kpi.catalogue import Catalogue
from kpi.catalogue.evaluations import BY_YARDSTICK, ROOT, Evaluation, Judged, Measure
from kpi.queries.score_points import DECIMALS, FULL, Line
from kpi.round_outputs import RoundOutputs
from kpi.text import Text

ROOM = "evaluation.reading"
# Less than this many points are not told as a loss.
HARDLY = 0.5


def element_names(evaluation: Evaluation, catalogue: Catalogue, language: str) -> dict[str, str]:
    """The name of every branch and leaf; a metric that the catalogue no longer has keeps its id."""
    found = {branch.id: branch.name[language] for branch in evaluation.walk()}
    for branch in evaluation.walk():
        for leaf in branch.leaves:
            found[branch.leaf_id(leaf)] = _leaf_name(leaf, catalogue, language)
    return {ROOT: Text(language)("evaluation.total"), **found}


def _leaf_name(leaf: Measure | Judged, catalogue: Catalogue, language: str) -> str:
    if isinstance(leaf, Judged):
        return leaf.name[language]
    metric = catalogue.metrics.get(leaf.metric)
    return metric.name[language] if metric else leaf.metric


def explained(
    outputs: RoundOutputs,
    zone: str,
    lines: Sequence[Line],
    catalogue: Catalogue,
    language: str,
    names: Mapping[str, str],
) -> tuple[str, ...]:
    """The zone's score in sentences whose figures add up: place, grade, parts, what was lost, what is doubtful.

    `lines` are its `breakdown`, `names` its `element_names`.
    """
    told = _Telling(outputs, zone, lines, catalogue, Text(language), names)
    return tuple(each for each in told.sentences() if each)


@dataclass(frozen=True, eq=False)
class _Telling:
    outputs: RoundOutputs
    zone: str
    lines: Sequence[Line]
    catalogue: Catalogue
    text: Text
    names: Mapping[str, str]

    @cached_property
    def cells(self) -> dict[str, dict[str, Any]]:
        """Leaf → what stands behind its number."""
        rows = self.outputs.latest_cells.zone(self.zone)
        return {row["element"]: row for row in rows.to_dict("records")}

    @cached_property
    def standing(self) -> dict[str, Any]:
        return self.outputs.standing.set_index("zone").loc[self.zone].to_dict()

    @property
    def zone_name(self) -> str:
        return self.catalogue.zone_name(self.zone)[self.text.language]

    def sentences(self) -> list[str]:
        if isnan(self.standing["score"]):
            return self.without_score()
        return [
            self.place(), self.parts(), self.losses(), self.references(), self.boundary(), self.published(),
            self.missing(), self.uneven(), *self.changes(), self.sampled(),
        ]  # fmt: skip

    def without_score(self) -> list[str]:
        """Of a score that is withheld the place is known."""
        if isnan(self.standing["rank"]):
            return [self.say("no_score", zone=self.zone_name), self.missing()]
        return [self.place("place_withheld"), self.published(), self.missing(), self.sampled()]

    def say(self, key: str, **values: Any) -> str:
        return self.text(f"{ROOM}.{key}", **values)

    def place(self, key: str = "place") -> str:
        """Score, rank, rank within the group, grade."""
        standing, table = self.standing, self.outputs.standing
        values = {
            "zone": self.zone_name,
            "score": formats.plain(standing["score"], DECIMALS),
            "rank": int(standing["rank"]),
            "count": int(table["rank"].notna().sum()),
        }
        said = [self.say(key, **values)]
        members = table[(table["group"] == standing["group"]) & table["rank"].notna()]
        if standing["group"] and len(members) > 1:
            group = {"group": standing["group"], "members": len(members), "rank": int(standing["group_rank"])}
            said.append(self.say("within", **group))
        if standing["grade"]:
            said.append(self.say("grade", grade=self.grade(standing["grade"])))
        return " ".join(said)

    def parts(self) -> str:
        """The children of the root with their points, and the sum."""
        parts = [line for line in self.lines if line.parent == ROOT and line.points is not None]
        if not parts:
            return self.say("not_adding_up")
        listed = ", ".join(
            self.say("part", element=self.names[line.element], points=formats.plain(line.points, DECIMALS))
            for line in parts
        )
        root = self.lines[0]
        values = {"parts": listed, "score": formats.plain(root.points, DECIMALS)}
        if root.loss:
            return self.say("sum_with_loss", loss=formats.plain(-root.loss, DECIMALS), **values)
        return self.say("sum", **values)

    def losses(self) -> str:
        """The indicator that lost most of what it is worth, with the metric behind it."""
        is_bounded = all(line.score is None or -1e-9 <= line.score <= FULL + 1e-9 for line in self.lines)
        parents = {line.parent for line in self.lines if line.is_leaf}
        found = [
            line
            for line in self.lines
            if line.element in parents and line.points is not None and line.worth is not None
        ]
        lost = {line.element: (line.worth or 0) - (line.points or 0) for line in found}
        if not is_bounded or not lost or max(lost.values()) < HARDLY:
            return ""
        worst = max(found, key=lambda line: lost[line.element])
        return self.say(
            "lost",
            element=self.names[worst.element],
            worth=formats.plain(worst.worth, DECIMALS),
            points=formats.plain(worst.points, DECIMALS),
            lost=formats.plain(lost[worst.element], DECIMALS),
            why=", ".join(
                self.leaf(line)
                for line in self.lines
                if line.parent == worst.element and line.score is not None
            ),
        )

    def leaf(self, line: Line) -> str:
        """A metric's result in brief: its value, and its achievement or its rank."""
        cell = self.cells[line.element]
        value = valued(self.catalogue, cell, self.text.language)
        values = {"element": self.names[line.element], "value": value}
        if cell["yardstick"] == "target":
            return self.say("leaf_target", achievement=formats.plain(cell["achievement"], 1), **values)
        return self.say("leaf_rank", rank=line.rank, **values)

    def boundary(self) -> str:
        """How near another grade is, for a boundary case."""
        if not self.standing["at_boundary"]:
            return ""
        better, worse = self.standing["to_better"], self.standing["above_worse"]
        limit = self.outputs.evaluation.boundary_points
        near = [
            self.say(key, points=formats.plain(points, DECIMALS))
            for key, points in (("to_better", better), ("above_worse", worse))
            if not isnan(points) and points <= limit
        ]
        return self.say("boundary", limit=formats.plain(limit, 1), near=" ".join(near))

    def published(self) -> str:
        """The published grade, or why there is none, beside the computed one."""
        table = self.outputs.published_grades
        found = table[table["zone"] == self.zone].to_dict("records")
        status = str(found[0]["status"]) if found else "not_found"
        if status != "published":
            return self.say(f"published_{'withheld' if status == 'withheld' else 'not_found'}")
        grade, computed = str(found[0]["grade"]), self.standing["grade"]
        if not computed:
            return self.say("published", published=self.grade(grade))
        key = "published_same" if grade == computed else "published_differs"
        return self.say(key, published=self.grade(grade), computed=self.grade(computed))

    def missing(self) -> str:
        """What could not be scored; what is withheld was."""
        leaves = [line.element for line in self.lines if line.is_leaf and line.score is None]
        protected = self.outputs.protected if self.outputs.is_masked else ()
        gone = [self.names[each] for each in leaves if (self.zone, each) not in protected]
        return self.say("missing", elements=", ".join(gone)) if gone else ""

    def uneven(self) -> str:
        """What is scored by evaluators' points alone, and what most other zones have and this one lacks."""
        lines = [line for line in self.lines if line.is_leaf and line.score is not None]
        alone = [
            parent
            for parent in dict.fromkeys(line.parent for line in lines)
            if any(line.parent == parent and line.score is None for line in self.lines)
            and not any(self.cells[line.element]["metric"] for line in lines if line.parent == parent)
        ]
        lacking = self.outputs.lacking.get(self.zone, ())
        said = [self.say("only_judged", elements=self._listed(alone))] if alone else []
        return " ".join([*said, *([self.say("uneven", elements=self._listed(lacking))] if lacking else [])])

    def references(self) -> str:
        """What distances run to, a zone or a value, with what is measured so."""
        found: dict[str, list[str]] = {}
        known = [line.element for line in self.lines if line.is_leaf and line.score is not None]
        for element, reference in references_of(self.outputs).items():
            if element in known:
                value = f" {self._value_of(reference, element)}" if isinstance(reference, str) else ""
                name = self._reference_name(reference, element)
                found.setdefault(name, []).append(f"{self.names[element]}{value}")
        return " ".join(
            self.say("reference", reference=name, count=len(measured), elements=", ".join(measured))
            for name, measured in found.items()
        )

    def changes(self) -> list[str]:
        """What was estimated and what adjusted, and how."""
        recipe, found = self.outputs.recipe, []
        by_change: dict[str, list[str]] = {}
        for element, cell in self.cells.items():
            by_change.setdefault(cell.get("change") or "", []).append(element)
        for change, elements in by_change.items():
            if change:
                step = "imputation" if change == "imputed" else "outliers"
                method = self.text(f"evaluation.method.{step}.{getattr(recipe, step)}")
                named = {"count": len(elements), "elements": self._listed(elements)}
                found.append(self.say(change, method=method, **named))
        return found

    def _listed(self, elements: Iterable[str]) -> str:
        return ", ".join(self.names[each] for each in elements)

    def _reference_name(self, reference: str | float, element: str) -> str:
        if isinstance(reference, str):
            return self.catalogue.zone_name(reference)[self.text.language]
        return written(
            self.catalogue, {**self.cells[element], "value": reference}, "value", self.text.language
        )

    def _value_of(self, zone: str, element: str) -> str:
        cell = self.outputs.latest_cells.cells([zone], [element])[zone, element]
        return valued(self.catalogue, cell, self.text.language)

    def sampled(self) -> str:
        """How many of the values are sample records."""
        valued = [cell for cell in self.cells.values() if not isnan(cell["value"])]
        sample = sum(bool(cell["synthetic"]) for cell in valued)
        return self.say("sampled", count=sample, total=len(valued)) if sample else ""

    def grade(self, grade: str) -> str:
        known = self.catalogue.grades.get(grade)
        return known.name[self.text.language] if known else grade


def references_of(outputs: RoundOutputs) -> dict[str, str | float]:
    """Each leaf measured by its distance to a reference, with that: a zone's id or a value."""
    evaluation, choices, found = outputs.evaluation, outputs.choices, {}
    for branch in evaluation.walk():
        for leaf in branch.metrics:
            declared = leaf.yardstick or evaluation.yardstick
            chosen = choices.yardstick or declared
            own = leaf.normalisation if chosen == declared else None
            method = (own or BY_YARDSTICK[chosen] or outputs.recipe.normalisation).method
            reference = choices.reference or evaluation.reference_of(leaf)
            if method == "distance_to_reference" and reference is not None:
                found[branch.leaf_id(leaf)] = reference
    return found


def valued(catalogue: Catalogue, cell: Mapping[str, Any], language: str) -> str:
    """A cell's value with its unit, and in words where the score rests on an estimate or on an adjusted value."""
    value, change = written(catalogue, cell, "value", language), cell.get("change") or ""
    if not change:
        return value
    used = written(catalogue, cell, "used", language)
    return Text(language)(f"evaluation.changed.{change}", value=value, used=used)


def written(catalogue: Catalogue, cell: Mapping[str, Any], column: str, language: str) -> str:
    """A cell's value or target with its unit; evaluators' points have the plain number."""
    amount = cell[column]
    if amount is None or isnan(amount):
        return formats.MISSING
    unit, metric = catalogue.units.get(str(cell["unit"])), catalogue.metrics.get(str(cell["metric"]))
    if unit is None or metric is None:
        return Text(language)("evaluation.points_given", points=formats.plain(amount, 1))
    return formats.value(float(amount), unit, language, metric.decimals)
