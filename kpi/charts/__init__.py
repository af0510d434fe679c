"""Figures: a frame, a metric and a language in; a `Drawing` (Plotly figure, title, alt text) out."""
