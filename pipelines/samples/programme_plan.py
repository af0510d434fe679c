"""What the sample assumes of the programmes outside the zones: invented, but adding up to every figure told of them."""

# How many enter each stage of a track, by quarter of the first: track → (kind, first quarter, entrants stage by stage).
TRACKS: dict[str, dict[str, tuple[str, str, tuple[int, ...]]]] = {
    "uijeongbu_scale_up": {
        "firm": ("firm", "2026Q1", (30, 12, 4)),
        "talent": ("person", "2026Q1", (64, 36, 15)),
        "ax": ("firm", "2026Q1", (14, 9, 5)),
        "poc": ("firm", "2026Q1", (18, 9, 4, 2)),
    },
    "gyeonggi_agreement": {"settling": ("firm", "2025Q4", (24, 9, 5))},
    "regional_ai": {"ladder": ("firm", "2025Q3", (10, 3)), "proof": ("firm", "2025Q3", (10, 10, 4))},
    # The 25 teams of the Smart Venture Campus.
    "incheon_campus": {"globalisation": ("team", "2025Q1", (25, 16, 9, 4))},
}
COHORT = {
    "uijeongbu_scale_up": "2026", "gyeonggi_agreement": "2025", "regional_ai": "2025", "incheon_campus": "first",
}  # fmt: skip
LAST_QUARTER = "2026Q2"
# Going abroad takes longer than a course.
STAGE_DAYS = {"incheon_campus": (60, 120)}
DROPPING_SHARE = 0.12

# Applications to the call of 2025-06-19: 10 of them selected, as announced.
APPLICATIONS, INELIGIBLE, WITHDRAWN = 47, 3, 2

# Budget by kind of cost (won) and its first quarter; payments are a share of it.
BUDGETS: dict[str, tuple[str, dict[str, int]]] = {
    "uijeongbu_scale_up": (
        "2026Q1",
        {"consulting": 180_000_000, "computing": 260_000_000, "data": 120_000_000, "exhibition": 150_000_000,
         "verification": 200_000_000},
    ),
    "regional_ai": ("2025Q3", {"commercialisation": 800_000_000}),
    # 1.95 bn won of national money for the 25 teams.
    "incheon_campus": ("2025Q1", {"national_support": 1_950_000_000}),
}  # fmt: skip
PAID_SHARE = {"uijeongbu_scale_up": 0.42, "regional_ai": 0.9, "incheon_campus": 1.0}

# Fund → its commitments, calls, investments and returns in 100 m won by quarter. 36.5 bn won are told of the first.
FUNDS: dict[tuple[str, str], dict[str, dict[str, tuple[int, ...]]]] = {
    ("incheon_campus", "software_cluster"): {
        "committed": {"2026Q1": (365,)}, "called": {"2026Q1": (110,), "2026Q2": (70,)},
        "invested": {"2026Q1": (32, 25), "2026Q2": (40, 18)}, "returned": {"2026Q2": (9,)},
    },
    ("gyeonggi_agreement", "future_industry"): {
        "committed": {"2025Q4": (120,)}, "called": {"2025Q4": (30,), "2026Q1": (20,)},
        "invested": {"2026Q1": (12, 9), "2026Q2": (11,)},
    },
}  # fmt: skip

# Kind of space → (m², spaces, taken in the first and the last quarter). The areas add up to 4,349 m².
SPACES: dict[str, tuple[float, int, int, int]] = {
    "tenancy": (2310.0, 42, 25, 34), "prototype_shop": (486.0, 8, 4, 6), "meeting": (352.0, 9, 5, 7),
    "design_lab": (318.0, 12, 6, 9), "workstation": (612.0, 60, 31, 47), "rest": (271.0, 4, 4, 4),
}  # fmt: skip
SPACE_QUARTERS = ("2026Q1", "2026Q2")
# 26 experts in 4 fields; which and how many each is not told.
EXPERTS = {"분야 1": 8, "분야 2": 7, "분야 3": 6, "분야 4": 5}

# (kind, title, level, people by audience, teams, firms, quarter, day within it)
SESSIONS = (
    ("networking", "심층 네트워킹 1회차", "", {}, 0, 30, "2026Q1", 70),
    ("seminar", "AI 전환 세미나", "", {"employee": 48, "student": 21}, 0, 0, "2026Q1", 40),
    ("course", "데이터 기초 과정", "basic", {"student": 26, "job_seeker": 19, "founder_to_be": 11, "employee": 8},
     0, 0, "2026Q1", 52),
    ("course", "AI 모델 심화 과정", "advanced", {"student": 14, "job_seeker": 12, "employee": 10},
     0, 0, "2026Q2", 20),
    ("mentoring", "1:1 멘토링", "mentoring", {"job_seeker": 6, "founder_to_be": 9}, 0, 0, "2026Q2", 55),
    ("hackathon", "의정부 AI 해커톤", "", {"student": 44, "founder_to_be": 16}, 15, 0, "2026Q2", 66),
    ("meet_up", "대기업 밋업", "", {}, 0, 18, "2026Q1", 80),
    ("demo_day", "상반기 데모데이", "", {}, 0, 12, "2026Q2", 75),
    ("pitch", "IR 피칭", "", {}, 0, 7, "2026Q2", 78),
    ("exhibition", "해외 전시회 참가", "", {}, 0, 4, "2026Q2", 83),
)  # fmt: skip

# Agreement items with what is to be done for each: (item, title ko, title en, planned from, planned on, done on).
ITEMS = (
    ("find_and_nurture", "창업기업 공동 발굴 20개사", "Twenty startups found together",
     "2025-09-01", "2026-03-31", "2026-03-20"),
    ("find_and_nurture", "보육 프로그램 1기", "First nurturing programme", "2025-11-01", "2026-06-30", "2026-06-18"),
    ("attract_and_settle", "북부 입주공간 확보", "Space in the north secured",
     "2025-10-01", "2025-12-31", "2025-12-22"),
    ("attract_and_settle", "이전기업 정착 지원", "Support for firms moving in", "2026-01-15", "2026-09-30", ""),
    ("joint_programme", "사업화 프로그램 공동 공고", "Joint call for commercialisation",
     "2025-12-01", "2026-02-28", "2026-02-26"),
    ("joint_programme", "투자유치 데모데이", "Demo day for investors", "2026-04-01", "2026-06-30", ""),
    ("investment_ecosystem", "펀드 출자 협의", "Talks on the fund", "2025-09-15", "2025-12-31", "2025-12-30"),
    ("investment_ecosystem", "투자자 협의체 구성", "Investors' council formed", "2026-02-01", "2026-08-31", ""),
    ("defence_ecosystem", "방산 수요 조사", "Survey of defence needs", "2025-11-01", "2026-01-31", "2026-02-06"),
    ("defence_ecosystem", "방산혁신 협의체 발족", "Defence council founded", "2026-03-01", "2026-10-31", ""),
)  # fmt: skip

# Steps of programmes with what was planned and done: (title ko, title en, planned from, planned on, done on).
MILESTONES: dict[str, tuple[tuple[str, str, str, str, str], ...]] = {
    "uijeongbu_scale_up": (
        ("1차 심층 네트워킹", "First in-depth networking", "2026-02-01", "2026-03-15", "2026-03-12"),
        (
            "AX 컴퓨팅 자원 배정",
            "Computing for AI adoption assigned",
            "2026-02-01",
            "2026-04-30",
            "2026-04-28",
        ),
        ("상반기 데모데이", "Demo day of the first half", "2026-05-01", "2026-06-12", "2026-06-15"),
        ("해외 전시회 참가", "Exhibition abroad", "2026-05-01", "2026-06-30", "2026-06-23"),
        ("2차 심층 네트워킹", "Second in-depth networking", "2026-08-01", "2026-09-30", ""),
        ("대기업 실증 결과 발표", "Results of proofs of concept", "2026-10-01", "2026-11-30", ""),
    ),
    "regional_ai": (
        ("참여기업 선정", "Firms selected", "2025-07-11", "2025-08-31", "2025-08-27"),
        ("컨소시엄 협약", "Consortia formed", "2025-09-01", "2025-09-30", "2025-10-14"),
        ("과제 실증(PoC) 완료", "Proofs of concept done", "2025-10-01", "2026-06-30", ""),
        ("판로 연계 상담회", "Meeting with buyers", "2026-04-01", "2026-09-30", ""),
    ),
    "incheon_campus": (
        ("창업팀 모집", "Teams recruited", "2025-01-02", "2025-02-28", "2025-02-21"),
        ("현지화 과정 개설", "Localisation begins", "2025-03-01", "2025-04-30", "2025-05-09"),
        ("해외 전문가 연계", "Overseas experts", "2025-09-01", "2026-03-31", "2026-03-27"),
        ("입주공간 확충", "More space for tenants", "2026-03-01", "2026-09-30", ""),
    ),
}
# Milestones of firms in Gunsan: (kind, title ko, title en, day). Of the first two the months are those that were told.
FIRM_MILESTONES = (
    ("designation", "첨단기술기업 지정", "Designated a high-tech firm", "2024-11-18"),
    ("national_project", "국가 도전과제 선정", "Chosen for a national challenge project", "2025-05-20"),
    ("commercial", "대기업 생산라인 실증 통과", "Passed a large company's line test", ""),
    ("commercial", "렌터카 서비스 연계 계약", "Contract with a rental company's service", ""),
    ("designation", "연구소기업 등록", "Registered as a spin-off", ""),
)
