"""One person of each role, in the order of `allowed.ROLES`."""

from kpi.access import Role, Viewer
from tests.access.allowed import ROLES

GUNSAN = frozenset({"gunsan"})
VIEWERS = (
    Viewer("#1", Role.VIEWER, person=1),
    Viewer("#2", Role.MANAGER, GUNSAN, person=2),
    Viewer("#3", Role.ANALYST, GUNSAN, person=3),
    Viewer("#4", Role.EVALUATOR, None, person=4),
    Viewer("#5", Role.EVALUATOR, None, granted=frozenset({"pohang"}), person=5),
    Viewer("#6", Role.APPROVER, person=6),
    Viewer("#7", Role.ADMINISTRATOR, None, person=7),
)
PEOPLE = dict(zip(ROLES, VIEWERS, strict=True))
ADMINISTRATOR = PEOPLE["administrator"]
# Written by hand as well: whose firms each of them knows.
OWN_PLACES = {"manager": {"gunsan"}, "analyst": {"gunsan"}, "granted": {"pohang"}}
