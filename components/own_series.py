"""Draws the page that adds, edits and removes a visitor's own series."""


def draw_own_series() -> None:
    """The form, the upload, and the series of this session."""
