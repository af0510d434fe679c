"""What a sum over firms must satisfy to be shown to those who may not see the firms."""

from pydantic import Field

from kpi.declared import Model


class DisclosureRules(Model):
    """A sum is safe if at least `fewest_firms` stand behind it, the two largest hold no more than
    `two_largest_share` of it, and what the others hold is at least `closeness` of the largest.
    """

    fewest_firms: int = Field(default=4, ge=2)
    two_largest_share: float = Field(default=0.85, gt=0, le=1)
    closeness: float = Field(default=0.10, ge=0, le=1)
