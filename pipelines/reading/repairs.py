"""What was done to a file, by kind, each with examples of where and how."""

from collections import Counter

from kpi.submissions import Repair

MAX_EXAMPLES = 20


class Repairs:
    """Repairs counted by kind; the first 20 of each kind are kept as examples."""

    def __init__(self) -> None:
        self._examples: dict[str, dict[tuple[str, ...], Repair]] = {}
        self._counts: Counter[str] = Counter()

    def add(
        self,
        kind: str,
        place: str = "",
        before: object = "",
        after: object = "",
        count: int = 1,
        alike: str = "",
    ) -> None:
        """Count a repair. Those of one kind, `before` and `after` that are `alike` make one example, at its first
        place.
        """
        if not count:
            return
        self._counts[kind] += count
        examples = self._examples.setdefault(kind, {})
        key = (alike or place, str(before), str(after))
        known = examples.get(key)
        if known:
            examples[key] = Repair(kind, known.place, known.before, known.after, known.count + count)
        elif len(examples) < MAX_EXAMPLES:
            examples[key] = Repair(kind, place, str(before), str(after), count)

    def listed(self) -> list[Repair]:
        """One Repair per kind, in the order first met: its first example with the count of all."""
        firsts = [next(iter(examples.values())) for examples in self._examples.values()]
        return [
            Repair(first.kind, first.place, first.before, first.after, self._counts[first.kind])
            for first in firsts
        ]

    def examples(self) -> tuple[Repair, ...]:
        """Up to 20 examples a kind; where there were more, one without place, before and after counts the others."""
        found: list[Repair] = []
        for kind, examples in self._examples.items():
            found += examples.values()
            others = self._counts[kind] - sum(each.count for each in examples.values())
            found += [Repair(kind, "", "", "", others)] if others else []
        return tuple(found)

    def copy(self) -> "Repairs":
        """The same repairs, to be added to apart."""
        same = Repairs()
        same._examples = {kind: dict(examples) for kind, examples in self._examples.items()}
        same._counts = Counter(self._counts)
        return same
