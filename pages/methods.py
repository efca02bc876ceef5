"""How the numbers were chosen and computed, what the words mean, and what the limits are."""

from components import store
from components.methods import (
    draw_citation,
    draw_dictionary,
    draw_limits,
    draw_pooling,
    draw_rules,
    draw_vocabulary,
)

library = store.library()
draw_rules()
draw_pooling(library.vocabulary)
draw_limits()
draw_vocabulary(library.vocabulary)
draw_dictionary()
draw_citation(library)
