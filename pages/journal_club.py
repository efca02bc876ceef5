"""Take the view along: choose its parts, present it, or get it as a file."""

from components import filters, store, view_links
from components.journal_club import draw_choice, draw_files

selection = filters.current()
brief = store.brief(selection, view_links.address())

if brief.cohorts.chosen:
    draw_choice(brief)
    draw_files(brief)
else:
    filters.draw_empty(brief.cohorts)
