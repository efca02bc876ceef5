"""One study on one screen; `?open=ID` opens it."""

from components import store
from components.study_sheet import choose_study, draw_study

library = store.library()
draw_study(library, store.results(), choose_study(library))
