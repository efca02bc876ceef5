"""SOS after HSCT, during InO and at any time, and why the criteria matter."""

from components import store
from components.context import draw_note, draw_risks
from components.panel import draw_outcomes

draw_outcomes("sos")

library = store.library()
draw_note(library, "sos-criteria-example")
draw_note(library, "ebmt-criteria")
draw_risks(library)
draw_note(library, "sos-prevention")
