"""The pages in the order of the menu: file name and address, word in the menu, title."""

MENU = (
    ("overview", "Overview", "Inotuzumab ozogamicin in children"),
    ("response", "Response", "Response"),
    ("mrd", "MRD", "MRD negativity"),
    ("sos", "SOS", "SOS after HSCT"),
    ("survival", "Survival", "Survival"),
    ("safety", "Safety", "Safety"),
    ("dose_and_lines", "Dose", "Dose and prior lines"),
    ("compare", "Compare", "Study against study"),
    ("studies", "Studies", "Studies"),
    ("own_series", "Own series", "Your own series"),
    ("journal_club", "Journal club", "Journal club"),
    ("ledger", "Ledger", "Ledger of disagreements"),
    ("methods", "Methods", "Methods"),
)
# The page that is the dashboard's own address.
DEFAULT = "overview"
# The pages on which no rate is counted or pooled by the switches, which are folded there.
WITHOUT_RATES = ("survival", "studies", "own_series", "ledger", "methods")
# The pages that show the same whatever the filters say.
UNFILTERED = ("studies", "own_series", "ledger", "methods")
