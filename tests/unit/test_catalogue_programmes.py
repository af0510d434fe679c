"""Programmes as data: five as shipped, their words in the datasets, and every fault of a broken one at once."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from kpi.catalogue import Catalogue, load
from kpi.catalogue.programmes import Programme
from kpi.errors import CatalogueError
from kpi.text import messages


def codes(folder: Path, programme: str, edit: Callable[[dict], Any]) -> set[str]:
    """The codes of all faults after a change of one programme; each has its words."""
    file = folder / "programmes" / f"{programme}.yml"
    content = yaml.safe_load(file.read_text("utf-8"))
    edit(content)
    file.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    with pytest.raises(CatalogueError) as caught:
        load(folder)
    for language in ("ko", "en"):
        assert len(messages(caught.value, language)) == len(caught.value.faults)
    return {fault.code for fault in caught.value.faults}


def test_five_programmes_run_in_the_zones_or_in_a_place_of_their_own(catalogue: Catalogue) -> None:
    assert {key: each.place for key, each in catalogue.programmes.items()} == {
        "special_zone": "zones",
        "uijeongbu_scale_up": "own",
        "gyeonggi_agreement": "own",
        "regional_ai": "own",
        "incheon_campus": "own",
    }
    assert "special_zone" not in catalogue.own_places


def test_tracks_stand_side_by_side_each_with_its_stages_in_order(catalogue: Catalogue) -> None:
    tracks = {track.id: track for track in catalogue.programmes["uijeongbu_scale_up"].tracks}
    assert list(tracks) == ["firm", "talent", "ax", "poc"]
    assert [stage.id for stage in tracks["poc"].stages] == ["meet_up", "matched", "verified", "follow_up"]
    (ladder,) = (track for track in catalogue.programmes["regional_ai"].tracks if track.kind == "ladder")
    assert [stage.name.ko for stage in ladder.stages] == ["Micro", "초격차", "Beyond"]


def test_the_call_of_the_ministry_says_when_who_and_how_much(catalogue: Catalogue) -> None:
    programme = catalogue.programmes["regional_ai"]
    (call,) = programme.calls
    assert (call.opens_on, call.closes_at) == (date(2025, 6, 19), datetime(2025, 7, 10, 15))
    assert (call.seats, call.grant_limit_krw, call.budget_krw) == (10, 80_000_000, 800_000_000)
    assert call.founded_within_years == 10
    assert (len(programme.fields), len(programme.tasks)) == (5, 13)


def test_what_is_not_published_is_not_filled_in(catalogue: Catalogue) -> None:
    agreement, campus = catalogue.programmes["gyeonggi_agreement"], catalogue.programmes["incheon_campus"]
    assert [fund.size_krw for fund in (*agreement.funds, *campus.funds)] == [
        None, None, None, 36_500_000_000,
    ]  # fmt: skip
    assert [fund.id for fund in agreement.funds] == ["future_industry", "anyang", "goyang"]
    assert len(agreement.agreements[0].items) == 5 and agreement.agreements[0].signed_on == date(2025, 8, 12)
    assert campus.starts_on is None and "year_unknown" in campus.caveats
    assert campus.facilities[0].area_m2 == 4349 and len(campus.facilities[0].space_kinds) == 6
    assert (campus.working_groups[0].experts, campus.working_groups[0].fields) == (26, 4)


def test_columns_take_the_words_of_all_programmes_and_metrics_their_outer_stages(
    catalogue: Catalogue,
) -> None:
    stages = {each.id: each for each in catalogue.datasets["programme_steps"].column("stage").categories}
    assert {"sales", "demo_day", "settled", "beyond", "tenancy"} <= set(stages)
    assert "판로개척" in stages["sales"].synonyms
    counted = catalogue.metrics["programme_participants"].counted
    assert counted is not None and set(counted.where["stage"]) == {
        track.stages[0].id for programme in catalogue.programmes.values() for track in programme.tracks
    }


def test_records_of_programmes_may_lie_in_their_places_and_others_in_zones_alone(
    catalogue: Catalogue,
) -> None:
    assert set(catalogue.places_of(catalogue.datasets["programme_steps"])) == {
        *catalogue.zones,
        *catalogue.own_places,
    }
    assert set(catalogue.places_of(catalogue.datasets["tenant_firms"])) == set(catalogue.zones)
    assert catalogue.zone_name("incheon_campus").ko == "인천 글로벌 스타트업 캠퍼스"


def test_zones_have_the_metrics_of_what_the_programme_in_them_declares(catalogue: Catalogue) -> None:
    known = set(catalogue.zone_metrics)
    assert {metric.id for metric in catalogue.headline_metrics} < known
    assert {"stage_entries", "graduation_rate", "support_paid", "follow_up_jobs", "cost_per_job"} < known
    elsewhere = {
        "applications", "competition_ratio", "training_people", "fund_committed", "occupancy_rate",
        "working_group_experts", "agreement_items_done",
    }  # fmt: skip
    assert elsewhere < set(catalogue.metrics) and not elsewhere & known


def test_a_call_in_the_zones_brings_its_metrics_to_them(copy: Path) -> None:
    file = copy / "programmes" / "special_zone.yml"
    content = yaml.safe_load(file.read_text("utf-8"))
    days = {"announced_on": "2025-01-01", "opens_on": "2025-01-02", "closes_at": "2025-02-01 18:00:00"}
    content["calls"] = [{"id": "zones_2025", "name": {"ko": "특구 공고", "en": "Zones' call"}, **days}]
    content["fields"] = [{"id": "green_vehicle", "name": {"ko": "친환경차", "en": "Green vehicles"}}]
    file.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    assert {"applications", "competition_ratio"} < set(load(copy).zone_metrics)


def test_a_metric_of_stages_that_no_programme_in_the_zones_has_is_none_of_theirs(copy: Path) -> None:
    file = copy / "metrics.yml"
    content = yaml.safe_load(file.read_text("utf-8"))
    (entries,) = (each for each in content["metrics"] if each["id"] == "stage_entries")
    entries["counted"]["where"] = {"stage": ["meet_up"]}
    file.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    known = load(copy).zone_metrics
    assert "stage_entries" not in known and "stage_completion_rate" not in known
    assert "stage_completions" in known


def test_a_release_from_before_tracks_still_says_what_its_programme_was() -> None:
    names = {"ko": "강소특구 육성사업", "en": "Special zone programme"}
    stage = {"id": "sales", "name": {"ko": "판로", "en": "Sales"}}
    old = Programme.model_validate({"id": "special_zone", "name": names, "meaning": names, "stages": [stage]})
    assert old.place == "zones" and [each.id for each in old.tracks[0].stages] == ["sales"]


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (lambda content: content.update(place="zones", aliases=[]), "programme_errors.zones_twice"),
        (lambda content: content["aliases"].append("군산"), "programme_errors.place_taken"),
        (lambda content: content["aliases"].append("의정부 스케일업"), "programme_errors.place_taken"),
        (
            lambda content: content["calls"][0].update(opens_on=date(2025, 8, 1)),
            "programme_errors.days_reversed",
        ),
        (
            lambda content: content["cohorts"][0].update(ends_on=date(2025, 1, 1)),
            "programme_errors.days_reversed",
        ),
        (lambda content: content["fields"][0].update(synonyms=["화학"]), "programme_errors.word_twice"),
        (
            lambda content: content["tracks"][1]["stages"].append(content["tracks"][0]["stages"][0]),
            "programme_errors.first_stage",
        ),
        (
            lambda content: content["tracks"][1]["stages"].insert(0, content["tracks"][0]["stages"][2]),
            "programme_errors.last_stage",
        ),
        (lambda content: content["tasks"][0].update(field="astronomy"), "errors.catalogue_unknown"),
        (lambda content: content["caveats"].append("nobody_wrote_this"), "errors.catalogue_unknown"),
        (lambda content: content["fields"].append(content["fields"][0]), "errors.catalogue_twice"),
        (lambda content: content["tracks"][0].update(stages=[]), "errors.catalogue_value"),
        (lambda content: content["calls"][0].update(seats=0), "errors.catalogue_value"),
    ],
)
def test_a_broken_programme_is_refused_with_words(copy: Path, edit: Callable[[dict], Any], code: str) -> None:
    assert code in codes(copy, "regional_ai", edit)


def test_a_dataset_of_any_programme_is_sliced_by_place(copy: Path) -> None:
    file = copy / "datasets" / "programme_steps.yml"
    content = yaml.safe_load(file.read_text("utf-8"))
    content["slice"] = {"scope": "none", "period": "quarter"}
    content["columns"][3]["of_programmes"] = "stage"
    file.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    with pytest.raises(CatalogueError) as caught:
        load(copy)
    assert {fault.where.column for fault in caught.value.faults} >= {"slice.scope"}


def test_several_faults_of_one_programme_come_together(copy: Path) -> None:
    def edit(content: dict) -> None:
        content["tasks"][0].update(field="astronomy")
        content["calls"][0].update(opens_on=date(2025, 8, 1))

    assert codes(copy, "regional_ai", edit) == {"errors.catalogue_unknown", "programme_errors.days_reversed"}
