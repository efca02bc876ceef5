"""What one link shows, gathered once for everything that a reader takes along.

Deck, presentation, handout, workbook and bundle are made from the same `Brief`, so they hold the
same studies, words and numbers as the screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import pandas as pd

from data.asked import asked
from data.cohorts import Cohorts
from data.library import Library
from data.links import own_series_parameter, write
from data.rows import View
from data.schema import Study
from data.selection import Selection, limits
from data.views import make_view
from data.words import counted, of_them_own


@dataclass(frozen=True, eq=False)
class Brief:
    """A selection and its answer: the cohorts, and the views of the three rates.

    `results` are all numbers of the library; `base` is the address of the dashboard, for links.
    """

    library: Library
    results: pd.DataFrame
    selection: Selection
    cohorts: Cohorts
    views: tuple[View, ...]
    base: str

    @property
    def version(self) -> str:
        return self.library.version

    @property
    def asked(self) -> tuple[str, ...]:
        """The selection in words."""
        allowed = limits(self.library)
        return asked(self.selection, allowed, self.library.vocabulary.small_series)

    @property
    def studies(self) -> tuple[Study, ...]:
        """The studies that are shown, each once, in the order of the charts."""
        return self.cohorts.studies

    @property
    def own(self) -> tuple[Study, ...]:
        """Which of the studies shown are own series."""
        return self.cohorts.own

    @property
    def how_many_cohorts(self) -> str:
        """In words: "12 cohorts (1 own, unpublished)"."""
        own = [one for one in self.cohorts.chosen if one.study.own_series]
        return counted(len(self.cohorts.chosen), "cohort") + of_them_own(len(own))

    def view(self, outcome: str) -> View:
        """The panel of any outcome: one of the three rates, or made of the same cohorts."""
        made = {view.outcome: view for view in self.views}
        return made.get(outcome) or make_view(
            self.library, self.results, self.cohorts, self.selection, outcome
        )

    def link(self, page: str = "") -> str:
        """The address of a page with this selection and the version of the data."""
        params = write(self.selection, limits(self.library)) | {"v": [self.version]}
        params |= own_series_parameter(self.library)
        return f"{self.base.rstrip('/')}/{page}?{urlencode(params, doseq=True)}"
