"""The columns of every sample dataset: which truth they hold and under which headers files carry them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """One column of a file: `source` in the truth, `column` in the catalogue.

    `group` stands over it in a two-row header; `summed` columns have values in subtotals and totals.
    """

    source: str
    column: str
    headers: tuple[str, ...]
    group: str = ""
    summed: bool = False

    def header(self, words: int) -> str:
        return self.headers[words % len(self.headers)]


ZONE = Field("zone", "zone", ("특구", "강소특구", "특구명"))
QUARTER = Field("period", "period", ("분기", "기준분기", "시점"))
YEAR = Field("period", "period", ("연도", "사업연도", "기준연도"))
FIRM = Field("firm", "firm", ("사업자등록번호", "사업자번호", "사업자등록번호"), "기업")
NAME = Field("name", "firm_name", ("기업명", "업체명", "상호"), "기업")
REPRESENTATIVE = Field("representative", "representative", ("대표자", "대표자명", "대표이사"), "기업")
FIELD = Field("field", "field", ("분야", "특화분야", "산업분야"))

FIELDS: dict[str, tuple[Field, ...]] = {
    "tenant_firms": (
        ZONE, Field("period", "period", ("기준시점", "기준일", "시점")), NAME, FIRM, REPRESENTATIVE,
        Field("entered_on", "entered_on", ("입주일", "입주일자", "입주연월일")),
        Field("left_on", "left_on", ("퇴거일", "퇴거일자", "졸업일")),
        FIELD, Field("size", "size", ("규모", "기업규모", "규모")),
    ),
    "firm_results": (
        ZONE, QUARTER, FIRM,
        Field("revenue_krw", "revenue_krw", ("매출액", "매출", "총매출"), "경영실적", True),
        Field("exports_krw", "exports_krw", ("수출액", "수출", "수출액"), "경영실적", True),
        Field("research_krw", "research_krw", ("연구개발비", "연구개발투자", "R&D투자"), "경영실적", True),
        Field("employees", "employees", ("상시근로자", "종사자수", "고용인원"), "고용", True),
    ),
    "technology_transfers": (
        ZONE, QUARTER, Field("contract", "contract", ("계약번호", "관리번호", "계약번호")), NAME, FIRM,
        Field("kind", "kind", ("유형", "이전유형", "이전구분"), "기술이전"),
        Field("fee_krw", "fee_krw", ("기술이전료", "기술료", "이전료"), "기술이전", True),
        Field("institution", "institution", ("제공기관", "기술제공기관", "공급기관"), "기술이전"),
    ),
    "investments": (
        ZONE, QUARTER, Field("deal", "deal", ("투자번호", "관리번호", "일련번호")), NAME, FIRM,
        Field("stage", "stage", ("투자단계", "라운드", "단계"), "투자연계"),
        Field("amount_krw", "amount_krw", ("투자금액", "투자유치액", "투자액"), "투자연계", True),
    ),
    "startups": (
        ZONE, QUARTER, NAME, FIRM, REPRESENTATIVE,
        Field("kind", "kind", ("창업유형", "설립유형", "유형")), FIELD,
    ),
    "programme_results": (
        ZONE, QUARTER, NAME, FIRM,
        Field("jobs_created", "jobs_created", ("신규고용", "고용창출", "일자리"), "사업성과", True),
        Field("revenue_created_krw", "revenue_created_krw", ("창출매출", "매출창출", "매출"), "사업성과", True),
    ),
    "funding": (
        Field("zone", "zone", ("특구", "구분", "지역")), YEAR,
        Field("local_krw", "local_krw", ("지방비", "지자체 투입", "지방비"), "재정투입", True),
        Field("national_krw", "national_krw", ("국비", "국비 투입", "국비"), "재정투입", True),
    ),
    "tenant_survey": (
        ZONE, YEAR, Field("score", "score", ("만족도", "만족도점수", "종합만족도"), "조사결과"),
        Field("respondents", "respondents", ("응답자수", "응답기관수", "응답자"), "조사결과"),
    ),
    "targets": (
        ZONE, YEAR, Field("metric", "metric", ("지표", "지표명", "지표")),
        Field("basis", "basis", ("기준", "집계기준", "기준")),
        Field("value", "value", ("목표", "목표치", "계획")), Field("unit", "unit", ("단위",)),
        Field("target_status", "target_status", ("상태", "목표 상태", "상태")),
    ),
}  # fmt: skip
