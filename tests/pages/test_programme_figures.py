"""Every figure told of the five programmes, written down by hand: it is on its page with unit, basis, source."""

import re
from html import unescape

import pytest

from tests.pages.conftest import Visit, pieces, words

Told = tuple[str, str, str, str, str]
LOCAL, TARGETS = "군산 강소특구 2023년 실적 보도", "군산 강소특구 2023년 목표(달성률에서 역산)"
SINCE, LATEST = "군산 강소특구 지정 이후 누계 실적", "군산 강소특구 성과발표회(2025년 기준)"
FUNDING = "구미·군산 강소특구의 2023년 지방비와 국비"
YEAR, SUM, END = "2023년 · 당해", "2024년 · 누계", "2025년 · 기말"
CALL, CALLED = "중소벤처기업부(언론 보도) · 2025. 6. 19.", "2025년 · 당해"
CAMPUS, NO_YEAR = "언론 보도(연도 미상) · 2026. 1. 1.", "연도 없음 · 누계"
FIGURES: dict[str, list[Told]] = {
    "special_zone": [
        ("연구소기업 설립", "6개사", YEAR, "공표", LOCAL),
        ("기술이전 및 현물출자", "65건", YEAR, "공표", LOCAL),
        ("신규 창업", "11개사", YEAR, "공표", LOCAL),
        ("투자연계 금액", "79.9억원", YEAR, "공표", LOCAL),
        ("일자리 창출", "299명", YEAR, "공표", LOCAL),
        ("매출 창출", "125.0억원", YEAR, "공표", LOCAL),
        ("지방비 투입", "18.5억원", YEAR, "공표", FUNDING),
        ("국비 투입", "20.0억원", YEAR, "공표", FUNDING),
        ("기술이전 및 현물출자 목표", "17건", YEAR, "역산", TARGETS),
        ("일자리 창출 목표", "35명", YEAR, "역산", TARGETS),
        ("입주기업", "114개사", "2020년 · 기말", "역산", SINCE),
        ("입주기업", "229개사", "2025년 2분기 · 기말", "공표", SINCE),
        ("연구소기업 설립", "29개사", SUM, "공표", SINCE),
        ("기술이전 및 현물출자", "196건", SUM, "공표", SINCE),
        ("신규 창업", "53개사", SUM, "공표", SINCE),
        ("투자연계 금액", "477.0억원", SUM, "공표", SINCE),
        ("일자리 창출", "1,030명", SUM, "공표", SINCE),
        ("매출 창출", "404.0억원", SUM, "공표", SINCE),
        ("입주기업", "269개사", END, "공표", LATEST),
        ("연구소기업 설립", "38개사", "2025년 · 누계", "공표", LATEST),
        ("기술이전 및 현물출자", "240건", "2025년 · 누계", "공표", LATEST),
        ("신규 창업", "65개사", "2025년 · 누계", "공표", LATEST),
    ],
    "uijeongbu_scale_up": [("심층 네트워킹 예정", "2회", "2026년 · 당해", "계획", "의정부시(언론 보도) · 2026. 1. 1.")],
    "gyeonggi_agreement": [("협약 항목", "5개", END, "공표", "언론 보도 · 2025. 8. 12.")],
    "regional_ai": [
        ("선정 예정 창업기업", "10개사", CALLED, "계획", CALL),
        ("기업당 지원금", "8,000만원", CALLED, "계획", CALL),
        ("지원금 합계", "8.0억원", CALLED, "계획", CALL),
        ("수요조사로 찾은 과제", "13건", END, "공표", CALL),
        ("과제 분야", "5개", END, "공표", CALL),
        ("신청 자격 업력", "10년", END, "공표", CALL),
    ],
    "incheon_campus": [
        ("시설 면적", "4,349㎡", "연도 없음 · 기말", "공표", CAMPUS),
        ("SW융합클러스터센터가 이미 운영하는 벤처펀드", "365.0억원", NO_YEAR, "공표", CAMPUS),
        ("스마트벤처캠퍼스 창업팀", "25팀", NO_YEAR, "공표", CAMPUS),
        ("스마트벤처캠퍼스 국비", "19.5억원", NO_YEAR, "공표", CAMPUS),
        ("4차 산업혁명 워킹그룹 전문가", "26명", "연도 없음 · 기말", "공표", CAMPUS),
        ("4차 산업혁명 워킹그룹 분야", "4개", "연도 없음 · 기말", "공표", CAMPUS),
        ("협력 대학", "4개", "연도 없음 · 기말", "공표", CAMPUS),
    ],
}  # fmt: skip
# What of all fourteen zones was told; the values that were restated later stand with their metrics.
OF_ALL_ZONES = (
    ("2022년 · 당해", "411건", "182개사", "1,467.0억원"),
    ("2022년 · 기말", "2,515개사"),
    (YEAR, "522건", "97개사", "199개사", "1,889.0억원"),
    ("2023년 · 기말", "3,324개사"),
    ("2024년 · 당해", "669건", "110개사", "221개사", "2,270.0억원"),
)
AGREED, CITY = "협약 보도, 2025-08-12", "출처: 군산시 발표, 2025-08-01 언론 보도"
# Side, what is told there.
BESIDE_THE_TABLE = {
    "special_zone": (
        ("summary", "2020. 7. 27.", "연구개발특구 지정 현황"),
        ("summary", "2017년", "조선소 가동 중단", "2018년", "완성차 공장 철수"),
        ("summary", "유망기술 발굴", "기술이전", "창업자 교육", "컨설팅", "시제품 제작", "판로 개척"),
        ("summary", "2024. 11.", "연구소기업의 첨단기술기업 지정", CITY),
        ("summary", "2025. 5.", "연구소기업의 국가 도전과제 선정", CITY),
        ("summary", "아기유니콘 기업의 배터리 진단 기술, 대기업 생산라인 실증 통과", "렌터카 회사 서비스와 연계"),
        ("summary", "전기 냉동탑차 연 매출 100억원에 근접", "1톤 트럭 500대 전기차 전환 계획"),
        ("summary", "2023년 연차평가 최우수 등급", "2024년 연차평가 최우수 등급(4개 특구 공동)"),
    ),
    "uijeongbu_scale_up": (
        ("stages", "심층 네트워킹", "데모데이", "글로벌 전시회", "기초 과정", "심화 과정", "1:1 멘토링"),
        ("stages", "AX 컨설팅", "GPU·서버·클라우드", "데이터 구매", "밋업", "매칭", "실증 완료", "후속 계약"),
        ("training", "학생", "구직자", "예비창업자", "재직자", "해커톤", "세미나"),
        ("support", "컨설팅비", "컴퓨팅 자원", "데이터 구매비", "전시회 참가비"),
    ),
    "gyeonggi_agreement": (
        ("summary", "2025. 8. 12.", "업무협약 체결", AGREED),
        ("summary", "2026년 3월", "경기 AI 혁신클러스터 개소", "2025년 11월", "센터 북부 사무소 개소"),
        ("summary", "창업기업 발굴·육성", "창업기업 유치·정착", "사업화·투자 프로그램 공동 운영"),
        ("summary", "창업 투자생태계 조성", "방위산업 생태계 조성", "방산벤처센터 유치 추진"),
        ("resources", "미래산업 육성 펀드", "미공표", "안양시 조성 펀드", "고양시 조성 펀드"),
    ),
    "regional_ai": (
        ("calls", "2025. 6. 19.", "2025. 7. 10. 15:00", "업력 10년 이내", "8,000만원", "8.0억원"),
        ("calls", "바이오·헬스", "미래 모빌리티", "스마트 팩토리", "그린·에너지", "화학"),
        ("stages", "Micro", "초격차", "Beyond", "승급률", "실증(PoC)", "판로 연계"),
    ),
    "incheon_campus": (
        ("resources", "4,349㎡", "365.0억원", "입주공간, 시제품 제작실, 회의실, 디자인랩, 워크스테이션, 휴게공간"),
        ("resources", "4차 산업혁명 워킹그룹", "알려진 전문가", "26"),
        ("stages", "현지화", "해외 전문가 연계", "스타벤처 선정"),
        ("outcomes", "특허", "해외", "수출계약", "투자유치"),
    ),
}  # fmt: skip


def known(visit: Visit, programme: str, **filters: str) -> list[list[str]]:
    """The table of known figures as its rows of words."""
    shown = pieces(visit("programme", programme=programme, **filters))
    (table,) = [piece for piece in shown if "알려진 수치" in piece]
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)[1:]
    return [
        [plain(cell) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)] for row in rows
    ]


def plain(markup: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", markup)).strip()


@pytest.mark.parametrize("programme", FIGURES)
def test_the_figures_of_a_programme_are_those_told_each_with_unit_basis_and_source(
    visit: Visit, programme: str
) -> None:
    rows = known(visit, programme, zone="gunsan")
    found = [(what, value, basis, state.split()[-1]) for what, value, basis, state, *_ in rows]
    assert sorted(found) == sorted(figure[:4] for figure in FIGURES[programme])
    sources = {(row[0], row[1], row[2]): row[4] for row in rows}
    for what, value, basis, _, source in FIGURES[programme]:
        assert source in sources[what, value, basis], what
        assert re.search(r"\.csv \d+행$", sources[what, value, basis]), what


def test_over_all_zones_stands_what_was_told_of_all_of_them_in_its_last_vintage(visit: Visit) -> None:
    rows = known(visit, "special_zone", zone="national")
    wanted = {(basis, value) for basis, *values in OF_ALL_ZONES for value in values}
    assert {(row[2], row[1]) for row in rows} == wanted and len(rows) == len(wanted)
    assert all("과학기술정보통신부" in row[4] for row in rows)


def test_a_figure_restated_later_is_told_as_it_was_known_on_the_day(visit: Visit) -> None:
    then = known(visit, "special_zone", zone="national", as_known_on="2023-06-01")
    assert [row[1] for row in then] == ["411건", "182개사", "1,560.0억원"]


@pytest.mark.parametrize("programme", BESIDE_THE_TABLE)
def test_what_was_told_without_a_figure_stands_on_its_side(visit: Visit, programme: str) -> None:
    for aspect in dict.fromkeys(side for side, *_ in BESIDE_THE_TABLE[programme]):
        shown = plain(words(visit("programme", programme=programme, zone="gunsan", aspect=aspect)))
        told = [
            each for side, *all_told in BESIDE_THE_TABLE[programme] if side == aspect for each in all_told
        ]
        assert [each for each in told if each not in shown] == [], aspect


def test_a_zone_of_which_nothing_is_told_says_so_and_shows_no_empty_table(visit: Visit) -> None:
    shown = words(visit("programme", programme="special_zone", zone="ansan"))
    assert "공표된 수치는 알려진 것이 없습니다" in shown
    assert "일정과 이정표" not in shown


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "ko",
            (
                "수치 없이 알려진 것",
                "스타벤처",
                "인턴십",
                "본교 연계 과정",
                "수출 계약",
                "언론 보도, 연도 미상",
            ),
        ),
        (
            "en",
            ("Told without figures", "Star ventures", "Internships", "Home-campus programmes", "Press, year"),
        ),
    ],
)
def test_what_is_told_without_a_figure_is_named_with_its_source(
    visit: Visit, language: str, told: tuple[str, ...]
) -> None:
    shown = pieces(visit("programme", programme="incheon_campus", lang=language))
    (table,) = [piece for piece in shown if told[0] in piece]
    assert [each for each in told if each not in table] == []
    assert told[0] not in words(visit("programme", programme="regional_ai", lang=language))
