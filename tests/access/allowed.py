"""Who may ask and do what: one line a thing, one column a role, written by hand and derived from nothing.

The roles are those of `people.py` in the same order: a viewer; a manager and an analyst of Gunsan; an evaluator; an
evaluator with a grant for Pohang's firms; an approver; an administrator. Read the tables as the rule book: whoever
changes what somebody may do changes a line here first.
"""

ROLES = ("viewer", "manager", "analyst", "evaluator", "granted", "approver", "administrator")

# open     the whole answer, the same for everybody
# masked   sums over firms, without those from which a firm's part could be told
# own      rows of the places in one's charge, or granted, alone
# unnamed  every row, firms' names of own places alone
# nothing  an empty answer
# no:RULE  refused by that rule of QUERY_RULES
QUERIES = """
assessing.assessments               nothing    nothing    nothing    open       open       open       open
assessing.points                    nothing    nothing    nothing    open       open       open       open
cards.cards                         masked     masked     masked     masked     masked     masked     open
cards.cumulative_cards              masked     masked     masked     masked     masked     masked     open
comparing_cells.read                masked     masked     masked     masked     masked     masked     open
comparing_references.targets_of     open       open       open       open       open       open       open
comparing_sentences.reading         masked     masked     masked     masked     masked     masked     open
comparison.among_all                masked     masked     masked     masked     masked     masked     open
comparison.compare                  masked     masked     masked     masked     masked     masked     open
comparison.over_time                masked     masked     masked     masked     masked     masked     open
comparison.periods                  masked     masked     masked     masked     masked     masked     open
due.due                             open       own        own        open       open       open       open
evaluated.board_as_chosen           masked     masked     masked     masked     masked     masked     open
evaluated.evaluate                  no:secret  no:secret  no:secret  masked     masked     masked     open
evaluated.evaluate_once             no:secret  no:secret  no:secret  masked     masked     masked     open
evaluation.evaluation_board         masked     masked     masked     masked     masked     masked     open
evaluation.published_grades         open       open       open       open       open       open       open
evaluation_cells.cells              masked     masked     masked     masked     masked     masked     open
firms.found gunsan                  no:role    own        own        no:role    no:zone    no:role    open
firms.found pohang                  no:role    no:zone    no:zone    no:role    own        no:role    open
firms.found national                no:role    own        own        no:role    own        no:role    open
firms.firm gunsan                   no:role    own        own        no:role    no:zone    no:role    open
firms.firm pohang                   no:role    no:zone    no:zone    no:role    own        no:role    open
firms.is_known                      open       open       open       open       open       open       open
firms.marks gunsan                  no:role    own        own        no:role    no:zone    no:role    open
firms.marks pohang                  no:role    no:zone    no:zone    no:role    own        no:role    open
firms.places                        nothing    own        own        nothing    own        nothing    open
firms.records gunsan                no:role    own        own        no:role    no:zone    no:role    open
firms.records pohang                no:role    no:zone    no:zone    no:role    own        no:role    open
firms.records_of                    open       open       open       open       open       open       open
health.health                       no:admin   no:admin   no:admin   no:admin   no:admin   no:admin   open
history.drafts                      nothing    own        nothing    nothing    nothing    open       open
history.received_file sample        open       open       open       open       open       open       open
history.received_file gunsan        no:file    open       open       no:file    no:file    no:file    open
history.received_file pohang        no:file    no:file    no:file    no:file    open       no:file    open
history.releases                    open       open       open       open       open       open       open
history.resting_on                  open       open       open       open       open       open       open
history.submissions                 open       open       open       open       open       open       open
moments.release_for                 masked     masked     masked     masked     masked     masked     open
origins.where_from gunsan           nothing    own        own        nothing    nothing    nothing    open
origins.where_from pohang           nothing    nothing    nothing    nothing    own        nothing    open
origins.where_from national         nothing    own        own        nothing    own        nothing    open
programmes.dropped                  nothing    own        own        nothing    own        nothing    open
programmes.figures                  open       open       open       open       open       open       open
programmes.funnel                   open       open       open       open       open       open       open
programmes.held                     open       open       open       open       open       open       open
programmes.listed                   nothing    own        own        nothing    own        nothing    open
programmes.partners                 nothing    nothing    nothing    nothing    nothing    nothing    open
programmes.values                   masked     masked     masked     masked     masked     masked     open
programmes_after.beside             masked     masked     masked     masked     masked     masked     open
programmes_after.follow_ups         masked     masked     masked     masked     masked     masked     open
programmes_granting.applicants      nothing    nothing    nothing    nothing    nothing    nothing    open
programmes_granting.calls           masked     masked     masked     masked     masked     masked     open
programmes_granting.sessions        open       open       open       open       open       open       open
programmes_granting.support         masked     masked     masked     masked     masked     masked     open
programmes_standing.funds           masked     masked     masked     masked     masked     masked     open
programmes_standing.milestones      unnamed    unnamed    unnamed    unnamed    unnamed    unnamed    open
programmes_standing.spaces          open       open       open       open       open       open       open
programmes_standing.working_groups  open       open       open       open       open       open       open
progress.grade_history              open       open       open       open       open       open       open
progress.milestones                 open       open       open       open       open       open       open
progress.national                   masked     masked     masked     masked     masked     masked     open
progress.pace                       masked     masked     masked     masked     masked     masked     open
quality.as_of                       open       open       open       open       open       open       open
quality.check_summary               masked     masked     masked     masked     masked     masked     open
quality.coverage                    open       open       open       open       open       open       open
quality.failing_rows                unnamed    unnamed    unnamed    unnamed    unnamed    unnamed    open
quality.findings_of_firm            nothing    own        own        nothing    nothing    nothing    open
quality.freshness                   open       open       open       open       open       open       open
quality.has_samples                 open       open       open       open       open       open       open
quality.publishers                  open       open       open       open       open       open       open
reading.reading                     masked     masked     masked     masked     masked     masked     open
sources.publications                open       open       open       open       open       open       open
sources.records                     open       open       open       open       open       open       open
values.breakdown                    masked     masked     masked     masked     masked     masked     open
values.ranking                      masked     masked     masked     masked     masked     masked     open
values.told                         open       open       open       open       open       open       open
values.trend                        masked     masked     masked     masked     masked     masked     open
values.values                       masked     masked     masked     masked     masked     masked     open
values.vintages                     open       open       open       open       open       open       open
values.years                        masked     masked     masked     masked     masked     masked     open
"""

QUERY_RULES = {
    "role": "access_errors.firms_role",
    "zone": "access_errors.firms_zone",
    "secret": "access_errors.unpublished",
    "admin": "access_errors.administering",
    "file": "queries_errors.raw_not_open",
}

# yes      done, and the log says so
# hidden   answered as if it were not there
# no:RULE  refused by that rule of OPERATION_RULES, and the log says so
OPERATIONS = """
draft.begin                         no:role    yes        yes        no:role    no:role    no:role    yes
draft.decide own                    yes        yes        yes        yes        yes        yes        yes
draft.decide others                 no:theirs  no:theirs  no:theirs  no:theirs  no:theirs  yes        yes
draft.submit gunsan                 no:role    yes        yes        no:role    no:role    no:role    yes
draft.submit pohang                 no:role    no:zone    no:zone    no:role    no:role    no:role    yes
draft.submit national               no:role    no:zone    no:zone    no:role    no:role    no:role    yes
draft.submit others                 no:theirs  no:theirs  no:theirs  no:theirs  no:theirs  no:role    yes
draft.approve                       no:approve no:approve no:approve no:approve no:approve yes        yes
draft.reopen own                    yes        yes        yes        yes        yes        yes        yes
draft.reopen others                 no:theirs  no:theirs  no:theirs  no:theirs  no:theirs  yes        yes
draft.discard own                   yes        yes        yes        yes        yes        yes        yes
draft.discard others                no:theirs  no:theirs  no:theirs  no:theirs  no:theirs  yes        yes
draft.release                       no:release no:release no:release no:release no:release yes        yes
draft.download own                  yes        yes        yes        yes        yes        yes        yes
draft.download gunsan               no:file    yes        yes        no:file    no:file    no:file    yes
draft.download pohang               no:file    no:file    no:file    no:file    yes        no:file    yes
scenario.save                       no:secret  no:secret  no:secret  yes        yes        yes        yes
scenario.list                       hidden     hidden     hidden     yes        yes        yes        yes
scenario.open                       no:secret  no:secret  no:secret  yes        yes        yes        yes
scenario.discard own                yes        yes        yes        yes        yes        yes        yes
scenario.discard others             no:theirs  no:theirs  no:theirs  no:theirs  no:theirs  no:theirs  yes
assessment.save                     no:scorer  no:scorer  no:scorer  yes        yes        no:scorer  yes
round.freeze                        no:freeze  no:freeze  no:freeze  yes        yes        yes        yes
round.publish                       no:freeze  no:freeze  no:freeze  yes        yes        yes        yes
round.list frozen                   hidden     hidden     hidden     yes        yes        yes        yes
round.list published                yes        yes        yes        yes        yes        yes        yes
round.reopen frozen                 no:round   no:round   no:round   yes        yes        yes        yes
round.reopen published              yes        yes        yes        yes        yes        yes        yes
round.recompute                     no:secret  no:secret  no:secret  yes        yes        yes        yes
remark.write gunsan                 no:role    yes        yes        no:role    no:role    no:role    yes
remark.write pohang                 no:role    no:zone    no:zone    no:role    no:role    no:role    yes
remark.write national               no:role    no:zone    no:zone    no:role    no:role    no:role    yes
remark.change gunsan                no:role    yes        yes        no:role    no:role    no:role    yes
remark.change pohang                no:role    no:zone    no:zone    no:role    no:role    no:role    yes
remark.withdraw gunsan              no:role    yes        yes        no:role    no:role    no:role    yes
remark.withdraw pohang              no:role    no:zone    no:zone    no:role    no:role    no:role    yes
tray.save own                       yes        yes        yes        yes        yes        yes        yes
tray.save others                    no:theirs  no:theirs  no:theirs  no:theirs  no:theirs  no:theirs  no:theirs
received.old                        no:admin   no:admin   no:admin   no:admin   no:admin   no:admin   yes
received.purge                      no:admin   no:admin   no:admin   no:admin   no:admin   no:admin   yes
person.list                         no:admin   no:admin   no:admin   no:admin   no:admin   no:admin   yes
person.add                          no:admin   no:admin   no:admin   no:admin   no:admin   no:admin   yes
person.change                       no:admin   no:admin   no:admin   no:admin   no:admin   no:admin   yes
person.erase                        no:admin   no:admin   no:admin   no:admin   no:admin   no:admin   yes
link.make                           no:admin   no:admin   no:admin   no:admin   no:admin   no:admin   yes
session.end                         no:admin   no:admin   no:admin   no:admin   no:admin   no:admin   yes
grant.list                          no:admin   no:admin   no:admin   no:admin   no:admin   no:admin   yes
grant.give                          no:admin   no:admin   no:admin   no:admin   no:admin   no:admin   yes
grant.end                           no:admin   no:admin   no:admin   no:admin   no:admin   no:admin   yes
log.search                          no:admin   no:admin   no:admin   no:admin   no:admin   no:admin   yes
log.export                          no:admin   no:admin   no:admin   no:admin   no:admin   no:admin   yes
log.verify                          no:admin   no:admin   no:admin   no:admin   no:admin   no:admin   yes
"""

OPERATION_RULES = {
    "draft": {
        "role": "access_errors.submitting_role",
        "zone": "access_errors.submitting_zone",
        "theirs": "access_errors.draft_of_another",
        "approve": "access_errors.approving",
        "release": "access_errors.releasing",
        "file": "access_errors.received_of_others",
    },
    "scenario": {"secret": "access_errors.unpublished", "theirs": "evaluation_errors.may_not_discard"},
    "assessment": {"scorer": "evaluation_errors.not_a_scorer"},
    "round": {
        "freeze": "evaluation_errors.may_not_freeze",
        "round": "ledger_errors.round_unknown",
        "secret": "access_errors.unpublished",
    },
    "remark": {"role": "access_errors.remarks_role", "zone": "access_errors.remarks_zone"},
    "tray": {"theirs": "access_errors.tray_of_another"},
    **dict.fromkeys(
        ("received", "person", "link", "session", "grant", "log"), {"admin": "access_errors.administering"}
    ),
}

# shown      the whole page
# published  of the yearly evaluation, what is published
# closed     without a place to drop a file; what there is instead is said
# no:RULE    refused by that rule of PAGE_RULES, with whom to ask
PAGES = """
overview                            shown      shown      shown      shown      shown      shown      shown
metric                              shown      shown      shown      shown      shown      shown      shown
firms                               no:role    shown      shown      no:role    no:zone    no:role    shown
compare                             shown      shown      shown      shown      shown      shown      shown
evaluation                          published  published  published  shown      shown      shown      shown
programme                           shown      shown      shown      shown      shown      shown      shown
submit                              closed     shown      shown      closed     closed     closed     shown
history                             shown      shown      shown      shown      shown      shown      shown
briefing                            shown      shown      shown      shown      shown      shown      shown
catalogue                           shown      shown      shown      shown      shown      shown      shown
quality                             shown      shown      shown      shown      shown      shown      shown
admin                               no:admin   no:admin   no:admin   no:admin   no:admin   no:admin   shown
"""
PAGE_RULES = {
    "role": "access_errors.firms_role",
    "zone": "access_errors.firms_zone",
    "admin": "access_errors.administering",
}

# By a key, which never shows firms, whoever holds it.
# open       the whole answer, the same for everybody
# masked     sums over firms, without those from which a firm's part could be told
# published  rounds that are published, alone; all: the others too
# unknown    a round that is not published is not there
API = """
/metrics                                        open       open       open       open       open       open       open
/zones                                          open       open       open       open       open       open       open
/values                                         masked     masked     masked     masked     masked     masked     masked
/values/breakdown                               masked     masked     masked     masked     masked     masked     masked
/coverage                                       open       open       open       open       open       open       open
/releases                                       open       open       open       open       open       open       open
/evaluation/rounds                              published  published  published  all        all        all        all
/evaluation/rounds/{round}/standing             unknown    unknown    unknown    masked     masked     masked     masked
/evaluation/rounds/{round}/results              unknown    unknown    unknown    masked     masked     masked     masked
"""


def cells(table: str) -> list[tuple[str, str, str]]:
    """Thing, role and what the table says of them."""
    found = []
    for line in table.strip().splitlines():
        words = line.split()
        name, allowed = " ".join(words[: -len(ROLES)]), words[-len(ROLES) :]
        found += [(name, role, word) for role, word in zip(ROLES, allowed, strict=True)]
    return found
