"""Withholding in a table with totals: first what the rules forbid, then what would give it away."""

import numpy as np
from scipy import sparse

from kpi.catalogue.disclosure import DisclosureRules
from kpi.disclosure.auditing import narrow
from kpi.disclosure.rules import unsafe
from kpi.disclosure.system import Cells, Flags, Numbers, Positions, Sums

# Sums that say the same in other words must not make a cell look cheap.
MOST_SERVED = 3


def withheld(cells: Cells, sums: Sums, rules: DisclosureRules) -> Flags:
    """Which cells are withheld, so that from all the others

    - what is left of every sum after the shown parts are subtracted is at least two cells and itself safe,
    - no withheld cell follows from the equations, nor one that the rules forbid to within `closeness` of its largest
      firm, even for a reader who knows that nothing is negative.

    The cheapest cells are taken, by preference those that serve several sums at once; a `known` one never. Where only
    known cells are left a sum cannot be mended: all that may be withheld of it is, and a reader who knows the rest
    sees what remains. (A total that was published and rests on one firm is such a case: the firm is public.) A cell
    that was taken as a second one and follows from the others in the end is given back.
    """
    hidden = cells.sensitive & ~cells.known
    if not len(sums):
        return hidden
    serving = np.bincount(np.concatenate([sums.parts, sums.totals]), minlength=len(hidden))
    # Second cells that follow from the others protect nothing: they count as shown.
    useless = np.zeros(len(hidden), bool)
    while True:
        before = hidden
        hidden = _mended(cells, sums, hidden, useless, rules)
        exposed = narrow(cells, sums, hidden & (serving > 0), rules)
        hidden = hidden | _taken(cells, sums, hidden, _holding(sums, exposed & cells.sensitive))
        if np.array_equal(hidden, before) and np.array_equal(useless, exposed & ~cells.sensitive):
            return hidden & ~useless
        useless = exposed & ~cells.sensitive


def _mended(cells: Cells, sums: Sums, hidden: Flags, useless: Flags, rules: DisclosureRules) -> Flags:
    """More cells withheld until no single sum tells too much."""
    while True:
        further = _taken(cells, sums, hidden, _telling(cells, sums, hidden & ~useless, rules))
        if not further.any():
            return hidden
        hidden = hidden | further


def _telling(cells: Cells, sums: Sums, hidden: Flags, rules: DisclosureRules) -> Flags:
    """The sums of which what is withheld follows, alone or as a sum that the rules forbid."""
    inside, whole = hidden[sums.parts], hidden[sums.totals]
    count = sums.added(inside)
    # What is left of a sum of which every part is withheld is the total itself, and that has been judged.
    every = sums.added(inside | (cells.total[sums.parts] == 0)) == np.diff(sums.starts)
    rest = np.where(every, cells.sensitive[sums.totals], False)
    partly = np.flatnonzero(~every & ~whole & (count > 1))
    rest[partly] = _unsafe_rest(cells, sums, inside, rules, partly)
    return np.where(whole, count == 0, (count == 1) | ((count > 1) & rest))


def _unsafe_rest(cells: Cells, sums: Sums, inside: Flags, rules: DisclosureRules, which: Positions) -> Flags:
    """Whether the withheld parts of each of these sums, taken together, are unsafe: by the firms, where they are told;
    else with the same firms in all parts where they may be, which is the safe side.
    """
    if cells.shares is not None:
        return _unsafe_by_firms(sparse.csr_array(cells.shares), len(cells.total), sums, inside, rules, which)
    first, second, count = (
        np.where(inside, each[sums.parts], 0) for each in (cells.first, cells.second, cells.contributors)
    )
    total = sums.added(np.where(inside, cells.total[sums.parts], 0))
    same = sums.overlapping
    one, two = _two_largest(sums, first, second)
    return unsafe(
        np.where(same, sums.largest(count), sums.added(count)),
        total,
        np.where(same, np.minimum(sums.added(first), total), one),
        np.where(same, np.minimum(sums.added(second), total), two),
        rules,
    )[which]


def _unsafe_by_firms(
    shares: sparse.csr_array, size: int, sums: Sums, inside: Flags, rules: DisclosureRules, which: Positions
) -> Flags:
    taken = np.flatnonzero(inside)
    chosen = sparse.csr_array(
        (np.ones(len(taken)), (sums.owners[taken], sums.parts[taken])), shape=(len(sums), size)
    )
    held = sparse.csr_array(sparse.csr_array(chosen[which, :]) @ shares)
    found = np.zeros((4, len(which)))
    ends = np.asarray(held.indptr)
    for row, (start, end) in enumerate(zip(ends[:-1], ends[1:], strict=True)):
        amounts = np.abs(held.data[start:end])
        largest = np.sort(np.concatenate([np.zeros(2), amounts]))[-2:]
        found[:, row] = len(amounts), amounts.sum(), largest[1], largest[0]
    return unsafe(*found, rules)


def _two_largest(sums: Sums, first: Numbers, second: Numbers) -> tuple[Numbers, Numbers]:
    one = sums.largest(first)
    on_top = first == one[sums.owners]
    below = sums.largest(np.where(on_top, second, first))
    return one, np.where(sums.added(on_top) > 1, one, below)


def _holding(sums: Sums, exposed: Flags) -> Flags:
    """The sums that an exposed cell is part or total of."""
    return (sums.added(exposed[sums.parts]) > 0) | exposed[sums.totals]


def _taken(cells: Cells, sums: Sums, hidden: Flags, telling: Flags) -> Flags:
    """One more cell for each of these sums: of those that may be withheld the cheapest, where one that serves several
    of them counts for less.
    """
    taken = np.zeros(len(hidden), bool)
    which = np.flatnonzero(telling)
    if not len(which):
        return taken
    mine = telling[sums.owners]
    owners = np.concatenate([sums.owners[mine], which])
    choices = np.concatenate([sums.parts[mine], sums.totals[which]])
    possible = ~hidden & ~cells.known & (cells.total > 0)
    owners, choices = owners[possible[choices]], choices[possible[choices]]
    serving = np.bincount(choices, minlength=len(hidden))
    price = cells.cost / np.clip(serving, 1, MOST_SERVED) ** 2
    taken[_cheapest(owners, choices, price)] = True
    return taken


def _cheapest(owners: Positions, choices: Positions, price: Numbers) -> Positions:
    """The choice of the lowest price for each owner; of equals the one that stands first."""
    order = np.lexsort((choices, price[choices], owners))
    firsts = np.unique(owners[order], return_index=True)[1]
    return choices[order][firsts]
