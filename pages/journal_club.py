"""Take the view along: choose its parts, present it, or get it as a file."""

from components import filters, store
from components.journal_club import draw_choice, draw_files

selection = filters.current()
brief = store.brief(selection, filters.address())

if brief.cohorts.chosen:
    draw_choice(brief)
    draw_files(brief)
else:
    filters.draw_empty()
