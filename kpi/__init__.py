"""The regional innovation KPI dashboard: catalogue, arithmetic, queries, charts and pages."""
