"""One writer a format. Each takes a finished `kpi.briefs.parts.Brief` and gives back a whole file as bytes."""
