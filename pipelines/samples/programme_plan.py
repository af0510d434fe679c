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
    "incheon_campus": {"globalisation": ("team", "2026Q1", (25, 16))},
}
COHORT = {
    "uijeongbu_scale_up": "2026", "gyeonggi_agreement": "2025", "regional_ai": "2025", "incheon_campus": "first",
}  # fmt: skip
LAST_QUARTER = "2026Q2"
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
    "incheon_campus": ("2026Q1", {"national_support": 1_950_000_000}),
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
