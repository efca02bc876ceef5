"""Where the sources disagree, what was used and why; and what was not found."""

import streamlit as st

from components import store
from components.context import draw_note, draw_ongoing
from components.ledger import draw_disagreements, draw_gaps, draw_unread

st.markdown(
    "Press, abstracts, papers, registries and the label do not always say the same. "
    "Each entry shows what they say, which value is used here, and why."
)
library = store.library()
draw_disagreements(library)
draw_gaps(library)
draw_unread(library)
draw_ongoing(library)
for note in ("car-t-sequence", "cd22-car-t-sequence", "prior-lines"):
    draw_note(library, note)
