"""What the sample assumes where nothing is published: invented figures, marked synthetic in every file.

Published totals are not repeated here: `published.py` reads them from the files of data/raw/published.
"""

FIRST_YEAR, LAST_YEAR = 2019, 2025
YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
LAST_QUARTER = "2025Q4"

# Amounts are shared out in this step (won), so that they survive every unit the files are written in.
MILLION = 1_000_000
HUNDRED_MILLION = 100_000_000

# All zones together, in counts or in 억원; a published total takes the place of the figure.
NATIONAL: dict[str, dict[int, int]] = {
    "technology_transfers": {2019: 38, 2020: 168, 2021: 322, 2022: 411, 2023: 522, 2024: 669, 2025: 715},
    "spin_offs": {2019: 6, 2020: 38, 2021: 82, 2022: 103, 2023: 97, 2024: 110, 2025: 118},
    "startups": {2019: 12, 2020: 68, 2021: 141, 2022: 182, 2023: 199, 2024: 221, 2025: 238},
    "investment_linked": {2019: 95, 2020: 520, 2021: 1010, 2022: 1467, 2023: 1889, 2024: 2270, 2025: 2480},
    "programme_jobs": {2019: 180, 2020: 1150, 2021: 2300, 2022: 2900, 2023: 3350, 2024: 3600, 2025: 3900},
    "programme_revenue": {2019: 60, 2020: 420, 2021: 980, 2022: 1320, 2023: 1610, 2024: 1890, 2025: 2120},
}
MONEY_METRICS = frozenset({"investment_linked", "programme_revenue"})
FLOWS = tuple(NATIONAL)

# How large a zone's programme is beside the others, and how much money follows it.
ZONE_WEIGHT = {
    "ansan": 1.15, "gimhae": 1.0, "jinju": 0.85, "changwon": 1.05, "pohang": 1.6, "cheongju": 1.0,
    "gumi": 1.2, "gunsan": 1.1, "hongneung": 1.35, "ulju": 1.0, "naju": 0.8, "cheonan_asan": 0.95,
    "incheon_seogu": 1.0, "chuncheon": 0.9,
}  # fmt: skip
MONEY_WEIGHT = {"pohang": 2.2, "hongneung": 2.4, "gimhae": 1.7, "ansan": 1.2, "naju": 0.6, "jinju": 0.7}

# Share of a full year's activity by years since designation; the first year is a part year.
RAMP = (0.35, 0.75, 1.0, 1.1, 1.15, 1.2, 1.2)
QUARTER_SHARE = (0.15, 0.22, 0.25, 0.38)

# Gunsan's own path over the years that only its published cumulative values bind (shares, in counts or 억원).
OWN_PATH: dict[tuple[str, str], dict[int, float]] = {
    ("gunsan", "technology_transfers"): {2020: 3, 2021: 24, 2022: 31, 2024: 73},
    ("gunsan", "spin_offs"): {2020: 1, 2021: 6, 2022: 6, 2024: 10},
    ("gunsan", "startups"): {2020: 1, 2021: 6, 2022: 17, 2024: 18},
    ("gunsan", "investment_linked"): {2020: 3, 2021: 27, 2022: 108, 2024: 259},
    ("gunsan", "programme_jobs"): {2020: 8, 2021: 195, 2022: 330, 2024: 198},
    ("gunsan", "programme_revenue"): {2020: 3, 2021: 60, 2022: 54, 2024: 162},
}

# Gumi's 14 spin-offs of 2024 are published as the highest of all zones: nobody else may reach them.
CEILING: dict[tuple[str, int], int] = {("spin_offs", 2024): 13}

# Year-end tenants of all zones, and a zone's tenants on the day of its designation.
TENANTS = {2019: 640, 2020: 1420, 2021: 1880, 2022: 2515, 2023: 3324, 2024: 3410, 2025: 3500}
TENANTS_AT_DESIGNATION = {
    "gumi": 128, "gunsan": 114, "hongneung": 141, "ulju": 104, "naju": 88, "cheonan_asan": 97,
    "incheon_seogu": 112, "chuncheon": 84,
}  # fmt: skip
OWN_TENANTS: dict[str, dict[str, int]] = {
    "gunsan": {"2020Q4": 114, "2021Q4": 131, "2022Q4": 154, "2023Q4": 183, "2024Q4": 211},
}
LEAVING_SHARE_A_QUARTER = 0.008

# The investment that 2022's first vintage held and the restatement of 2024-06-28 took out.
RESTATED_YEAR = 2022
RESTATED_METRIC = "investment_linked"
