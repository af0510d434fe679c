"""The columns of the programmes' sample files: which records they hold and under which headers."""

from pipelines.samples.columns import FIRM, NAME, QUARTER, Field

PROGRAMME = Field("zone", "zone", ("사업명", "사업", "지원사업"))
COHORT = Field("cohort", "cohort", ("기수", "사업연도", "참여기수"))
FIELD = Field("field", "field", ("분야", "산업분야", "분야"))

PROGRAMME_FIELDS: dict[str, tuple[Field, ...]] = {
    "programme_steps": (
        PROGRAMME, QUARTER, COHORT, Field("participant", "participant", ("참여번호", "참여자번호", "관리번호")),
        NAME, FIRM,
        Field("participant_kind", "participant_kind", ("참여유형",)),
        Field("track", "track", ("갈래", "트랙", "지원분야")),
        Field("stage", "stage", ("단계", "지원단계", "진행단계")), FIELD,
        Field("entered_on", "entered_on", ("진입일", "참여일", "시작일")),
        Field("finished_on", "finished_on", ("종료일", "수료일", "완료일")),
        Field("result", "result", ("결과", "진행결과", "상태")),
        Field("partner", "partner", ("상대 기관", "수요기업", "멘토")),
    ),
    "programme_applications": (
        PROGRAMME, QUARTER, Field("call", "call", ("공고", "공고명")),
        Field("application", "application", ("접수번호", "신청번호")), NAME, FIRM,
        Field("founded_on", "founded_on", ("설립일", "창업일")),
        Field("applied_on", "applied_on", ("접수일", "신청일")),
        FIELD, Field("task", "task", ("과제", "과제명")), Field("partner", "partner", ("수요기업", "협력기업")),
        Field("consortium", "consortium", ("컨소시엄",)), Field("decision", "decision", ("선정결과", "평가결과")),
        Field("granted_krw", "granted_krw", ("지원금", "지원금액"), summed=True),
    ),
    "programme_sessions": (
        PROGRAMME, QUARTER, COHORT, Field("session", "session", ("과정번호", "행사번호")),
        Field("title", "title", ("과정명", "행사명")), Field("kind", "kind", ("유형", "과정유형")),
        Field("held_on", "held_on", ("개최일", "교육일")), Field("level", "level", ("수준", "교육수준"), "구분"),
        Field("audience", "audience", ("대상", "교육대상"), "구분"),
        Field("people", "people", ("참여인원", "교육인원"), "실적", True),
        Field("completed", "completed", ("수료인원", "이수인원"), "실적", True),
        Field("teams", "teams", ("팀수", "참가팀"), "실적", True),
        Field("firms", "firms", ("참여기업", "참가기업"), "실적", True),
    ),
    "programme_support": (
        PROGRAMME, QUARTER, COHORT, Field("item", "item", ("지원번호", "집행번호")),
        Field("entry_kind", "entry_kind", ("예산·집행", "집행구분")),
        Field("cost_kind", "cost_kind", ("비목", "지원항목")),
        NAME, FIRM, Field("amount_krw", "amount_krw", ("금액", "지원금액"), summed=True),
    ),
    "programme_funds": (
        PROGRAMME, QUARTER, Field("fund", "fund", ("펀드", "조합명")),
        Field("entry", "entry", ("내역번호", "거래번호")),
        Field("kind", "kind", ("구분", "거래구분")), NAME, FIRM, FIELD,
        Field("amount_krw", "amount_krw", ("금액", "금액"), summed=True),
    ),
    "facility_spaces": (
        PROGRAMME, QUARTER, Field("facility", "facility", ("시설", "시설명")),
        Field("space_kind", "space_kind", ("공간", "공간구분")),
        Field("area_m2", "area_m2", ("면적", "전용면적"), "현황"),
        Field("capacity", "capacity", ("전체 칸수", "총 칸수"), "현황", True),
        Field("occupied", "occupied", ("사용 칸수", "입주 칸수"), "현황", True),
    ),
    "working_groups": (
        PROGRAMME, QUARTER, Field("working_group", "working_group", ("워킹그룹", "그룹명")),
        Field("group_field", "group_field", ("분야", "전문분야")),
        Field("experts", "experts", ("전문가", "전문가수"), summed=True),
    ),
    "programme_outcomes": (
        PROGRAMME, Field("period", "period", ("연도", "조사연도")), COHORT, NAME, FIRM,
        Field("moment", "moment", ("조사시점", "시점구분")),
        *(
            Field(column, column, headers, "성과", True)
            for column, headers in {
                "revenue_krw": ("매출액", "연매출"), "employees": ("상시근로자", "종업원수"),
                "jobs_created": ("신규고용", "고용창출"), "investment_krw": ("투자유치액", "후속투자"),
                "patents_home": ("국내특허",), "patents_abroad": ("해외특허",),
                "export_contracts": ("수출계약",), "exports_krw": ("수출계약액",),
            }.items()
        ),
    ),
    "programme_milestones": (
        PROGRAMME, Field("event", "event", ("일정번호", "관리번호")), Field("kind", "kind", ("일정유형",)),
        Field("item", "item", ("협약항목", "협력분야")), NAME, FIRM,
        Field("partner", "partner", ("협력기관", "담당기관")),
        Field("planned_from", "planned_from", ("착수 예정일",)), Field("planned_on", "planned_on", ("완료 예정일",)),
        Field("done_on", "done_on", ("완료일",)), Field("title_ko", "title_ko", ("내용", "일정명")),
        Field("title_en", "title_en", ("영문 내용",)), Field("evidence", "evidence", ("증빙", "근거")),
    ),
}  # fmt: skip
