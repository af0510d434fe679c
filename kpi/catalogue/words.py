"""What metrics and zones refer to by code: units, populations, areas, caveats, grades."""

from typing import Literal

from kpi.declared import Model, Names


class Unit(Model):
    """A stored unit; `written` gives the factor from each written form to it (백만원: 1000000)."""

    id: str
    name: Names
    kind: Literal["money", "count", "percent", "points", "area"]
    written: dict[str, float] = {}


class Population(Model):
    """Whom a figure speaks of."""

    id: str
    name: Names
    meaning: Names


class Caveat(Model):
    """A standard warning that metrics and zones refer to by code."""

    id: str
    text: Names


class Area(Model):
    """A group of metrics on the pages."""

    id: str
    name: Names


class Grade(Model):
    """A grade of the yearly evaluation, best first."""

    id: str
    name: Names
    published: bool
