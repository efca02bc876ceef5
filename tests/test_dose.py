"""Rates against dose: which parts of a study are shown, their letters, and what is said of them."""

from dataclasses import replace

import pytest

from data.cohorts import resolve
from data.dose import WARNING, dose_levels, dose_views, letter, within_trials
from data.overview import THREE_RATES
from data.selection import Selection
from data.tables import results_table
from tests.drawn import SAID, drawn_library, study


@pytest.fixture(scope="module")
def by_dose(library):
    """The three rates against dose: `by_dose(adults=True)["response"]`."""
    results = results_table(library)

    def make(shown=library, numbers=results, **asked):
        selection = replace(Selection(), **asked)
        views = dose_views(shown, numbers, resolve(shown, selection), selection)
        return dict(zip(THREE_RATES, views, strict=True))

    return make


def lines(made) -> list[str]:
    """Each point as a line of a drawn table: what, dose, x/N."""
    return [
        f"{p.row.key} | {p.low:g}" + (f"–{p.high:g}" if p.mixed else "") + f" | {count(p.row)}"
        for p in made.points
    ]


def count(row) -> str:
    return f"{row.events}/{row.n}" if row.marker == "count" else f"{row.percent:g} %"


def drawn(table: str) -> list[str]:
    return [" | ".join(c.strip() for c in line.split("|")) for line in table.strip().splitlines()]


CHILDREN = {
    "response": """
        bhojwani-2019/all     | 1.8     | 28/42
        brivio-2021/dose-1.4  | 1.4     | 9/12
        brivio-2021/dose-1.8  | 1.8     | 11/13
        obrien-2022/all       | 1.8     | 28/48
        pennesi-2022/all      | 1.8     | 22/27
        fda-2024/all          | 1.4–1.8 | 22/53
        pennesi-2024/all      | 0.8–1.8 | 24/30
    """,
    "mrd_negative": """
        bhojwani-2019/all     | 1.8     | 20/28
        brivio-2021/all       | 1.4–1.8 | 16/19
        obrien-2022/all       | 1.8     | 70 %
        pennesi-2022/all      | 1.8     | 18/22
        fda-2024/all          | 1.4–1.8 | 21/22
        pennesi-2024/all      | 0.8–1.8 | 16/24
    """,
    "sos_post_hsct": """
        bhojwani-2019/all     | 1.8     | 11/21
        obrien-2022/all       | 1.8     | 6/21
        fda-2024/all          | 1.4–1.8 | 5/26
        itcc-059-sos/all      | 0.8–1.8 | 10/51
    """,
}
ADULTS = {
    "response": """
        kantarjian-2013/single-dose       | 1.3–1.8 | 28/49
        kantarjian-2013/weekly            | 1.8     | 24/41
        deangelo-2017/all                 | 1.2–1.8 | 49/72
        inovate-2019/all                  | 1.8     | 121/164
        dose-reduction-ph4/run-in-1.2     | 1.2     | 11/22
        dose-reduction-ph4/randomized-1.2 | 1.2     | 35/42
        dose-reduction-ph4/randomized-1.8 | 1.8     | 26/38
    """,
    "mrd_negative": """
        deangelo-2017/all                 | 1.2–1.8 | 41/49
        inovate-2019/all                  | 1.8     | 69/88
    """,
    "sos_post_hsct": """
        kantarjian-2013/all               | 1.3–1.8 | 6/36
        deangelo-2017/all                 | 1.2–1.8 | 2/24
        inovate-2019/all                  | 1.8     | 18/79
        dose-reduction-ph4/run-in-1.2     | 1.2     | 2/10
        dose-reduction-ph4/randomized-1.2 | 1.2     | 6/21
        dose-reduction-ph4/randomized-1.8 | 1.8     | 2/12
    """,
}


@pytest.mark.parametrize("outcome", THREE_RATES)
def test_the_smallest_parts_with_a_rate(by_dose, outcome):
    """A study is split by dose where each dose has its rate, and stays whole where not."""
    assert lines(by_dose()[outcome]) == drawn(CHILDREN[outcome])
    both = drawn(CHILDREN[outcome]) + drawn(ADULTS[outcome])
    assert lines(by_dose(adults=True)[outcome]) == both


ASKED = [
    {},
    {"adults": True},
    {"adults": True, "dose": (1.2, 1.4)},
    {"adults": True, "lines": (1, 2), "keep": True},
    {"adults": True, "min": 20},
    {"adults": True, "definition": "strict CR"},
    {"adults": True, "mrd": "of all treated", "time": "after cycle 1"},
]


def test_filters_hold_for_the_parts(by_dose):
    """Dose 1.4 leaves Brivio's 12; at least 20 patients keep Brivio's 25 together."""
    assert lines(by_dose(dose=(1.4, 1.4))["response"]) == ["brivio-2021/dose-1.4 | 1.4 | 9/12"]
    assert "brivio-2021/all | 1.4–1.8 | 20/25" in lines(by_dose(min=20)["response"])
    kept = by_dose(lines=(2, 7), keep=True)["response"].points
    assert {p.row.key for p in kept if p.row.marks} >= {"brivio-2021/dose-1.4"}


def test_a_row_without_dose_or_rate_says_why(by_dose):
    """Nothing is drawn at a dose that is not known, and nothing disappears."""
    listed = {item.name: item.reason for item in by_dose()["response"].listed}
    assert listed["Aertgeerts 2025"] == "4/4 · 100 % [40–100], dose not found"
    assert listed["Evstratov 2023"] == "75 %, x/N not found, dose not found"
    assert listed["Calvo 2020"] == "not found in the sources read"
    assert "counts patients without InO too" in listed["Fuster 2020"]
    assert "O'Brien 2022" not in listed


def test_a_label_stands_for_a_rate_its_definition_and_its_children(by_dose):
    """Beside the letter; an outcome without definitions, or a study of its own, adds nothing."""
    said = {point.label: point.says for point in by_dose()["response"].points}
    assert said["A"] == "Bhojwani 2019: 28/42 · 67 % [50–80], CR as reported"
    assert said["E"] == (
        "FDA 2024: 22/53 · 42 % [28–56], Strict CR; "
        "shares children with Brivio 2021 and Pennesi 2022"
    )
    assert by_dose()["mrd_negative"].points[0].says == "Bhojwani 2019: 20/28 · 71 % [51–87]"


TWO_PARTS = """
    study | treated | counts | dose
    a     | 10      | 5/10   | 0.8
    a     | 20      | 9/20   | 1.6
    b     | 30      | 20/30  | 1.6
"""


class TestLabels:
    """A letter names a study in all three charts, a number the part of it."""

    def test_each_study_has_one_letter(self, by_dose):
        """The same letter in all charts, in the order of the studies, none twice."""
        views = by_dose(adults=True).values()
        letters = {(p.row.study, p.label.rstrip("0123456789")) for v in views for p in v.points}
        assert len(letters) == len({s for s, _ in letters}) == len({one for _, one in letters})
        labels = [" ".join(point.label for point in made.points) for made in by_dose().values()]
        assert labels == ["A B1 B2 C D E G", "A B C D E G", "A C E F"]

    def test_one_part_alone_needs_no_number(self, by_dose):
        """Where a filter leaves one part of a study, its letter is enough."""
        assert [p.label for p in by_dose(dose=(1.4, 1.4))["response"].points] == ["A"]

    def test_two_parts_have_a_number_each(self, library, by_dose):
        """Also where no other chart shows the study as a whole."""
        shown = drawn_library(library, TWO_PARTS, "response")
        made = by_dose(shown, results_table(shown))["response"]
        assert [point.label for point in made.points] == ["A1", "A2", "B"]

    def test_letters_never_end(self):
        """After Z comes AA, and nothing looks like a line or a zero."""
        labels = [letter(i) for i in range(100)]
        assert labels[22:26] == ["Y", "Z", "AA", "AB"]
        assert len(set(labels)) == 100
        assert not {"I", "O"} & set("".join(labels))


class TestSentence:
    """What is said of a chart is what it shows."""

    def test_each_dose_then_mixed_doses_then_the_warning(self, by_dose):
        """The rates at 1.4, at 1.8 and where doses are mixed, and that nothing can be read."""
        assert by_dose()["response"].sentence == (
            "Response by planned dose of cycle 1: "
            "at 1.4 mg/m², 75 % (9/12, ORR, Brivio 2021, dose level 1); "
            "at 1.8 mg/m², from 58 % (28/48, CR/CRi, O'Brien 2022) "
            "to 85 % (11/13, ORR, Brivio 2021, dose level 2), 4 cohorts; "
            "doses mixed, from 42 % (22/53, Strict CR, FDA 2024) "
            "to 80 % (24/30, ORR, Pennesi 2024), 2 cohorts. Some children are counted in "
            f"more than one study: Brivio 2021, Pennesi 2022 and FDA 2024. {WARNING}"
        )

    @pytest.mark.parametrize("outcome", THREE_RATES)
    def test_never_without_the_warning(self, by_dose, outcome):
        """Every chart says that dose goes with the trial."""
        for asked in ASKED:
            made = by_dose(**asked)[outcome]
            assert made.sentence.endswith(WARNING) == bool(made.points)
        assert "confounded with trial" in WARNING

    def test_adults_are_told_apart(self, by_dose):
        """Adults never widen the range of the children."""
        said = by_dose(adults=True)["response"].sentence
        children, _, adults = said.partition("Adults, for context: ")
        assert "Dose-reduction" not in children
        assert "at 1.2 mg/m², from 50 % (11/22, CR/CRi, Dose-reduction phase 4, run-in" in adults
        assert "Adults" not in by_dose()["response"].sentence

    def test_percentages_and_criteria(self, by_dose):
        """A bare percentage is told apart, and SOS rates say what is known of their criteria."""
        assert "Only a percentage, without counts: O'Brien" in by_dose()["mrd_negative"].sentence
        assert "criteria were found for 1 of 4" in by_dose()["sos_post_hsct"].sentence

    def test_a_percentage_never_widens_the_range(self, by_dose):
        """O'Brien's 70 % of an unknown number is below Bhojwani's 71 %."""
        said = by_dose()["mrd_negative"].sentence
        assert "at 1.8 mg/m², from 71 % (20/28, " in said

    def test_criteria_are_told_of_counts(self, library, by_dose):
        """A bare percentage is compared with nothing, whatever its criteria."""
        table = """
            study | counts | of           | dose | criteria
            a     | 5/20   | transplanted | 1.8  | baltimore
            b     | 9 %    | transplanted | 1.8  | not_found
        """
        shown = drawn_library(library, table, "sos_post_hsct")
        said = by_dose(shown, results_table(shown))["sos_post_hsct"].sentence
        assert "9 %" in said
        assert "criteria were found for" not in said

    def test_the_lowest_rate_comes_first(self, library, by_dose):
        """Nobody of 20 is below 1 of 150."""
        table = """
            study | treated | counts | dose
            a     | 150     | 1/150  | 1.8
            b     | 20      | 0/20   | 1.8
        """
        shown = drawn_library(library, table, "response")
        said = by_dose(shown, results_table(shown))["response"].sentence
        assert "at 1.8 mg/m², from 0 % (0/20, CR/CRi, b) to 1 % (1/150, CR/CRi, a)" in said

    def test_a_study_alone_shares_no_children_here(self, by_dose):
        """Who is counted again is said where both are shown."""
        said = by_dose(studies=("obrien-2022",))["response"].sentence
        assert "Some children" not in said

    def test_adults_alone_are_said_to_be_alone(self, by_dose):
        """Where only adults have a dose, that no children have one comes first."""
        said = by_dose(adults=True, studies=("inovate-2019",))["response"].sentence
        assert said.startswith(
            "Response by planned dose of cycle 1: no rate of children with counts and a dose. "
            "Adults, for context: at 1.8 mg/m², "
        )

    def test_nothing_to_draw_is_said(self, by_dose):
        """A selection without dose or rate says so."""
        said = by_dose(studies=("calvo-2020",))["response"].sentence
        assert said == "Response by dose: no rate of this selection can be placed at a dose."

    def test_rows_partly_inside_the_filters_are_named(self, by_dose):
        """A cohort of which only most lies inside is told with its bound."""
        said = by_dose(lines=(4, 7))["response"].sentence
        assert "Not known to lie wholly inside the filters: Bhojwani 2019 (43 of 51" in said


def test_nothing_is_pooled_beside_doses(by_dose):
    """No pooled rate stands beside parts of studies."""
    for made in by_dose(adults=True, across=True).values():
        assert not made.view.pooled
        assert (made.view.headline, made.view.pooled_words) == (made.view.sentence, "")
        assert not any(row.pooled_in or row.not_pooled for row in made.view.rows)


def test_a_drawn_study_with_two_doses(library, by_dose):
    """Two doses in one file are two points, one dose in another is one."""
    shown = drawn_library(library, TWO_PARTS, "response")
    made = by_dose(shown, results_table(shown))["response"]
    assert lines(made) == drawn(
        "a/dose-0.8 | 0.8 | 5/10 \n a/dose-1.6 | 1.6 | 9/20 \n b/all | 1.6 | 20/30"
    )


def with_ages(shown, of_ages: list[str], without: tuple[str, ...] = ()):
    """The study of two parts, split by age too; `without` are the parts whose rates are left."""
    a = shown.studies["a"]
    low = a.cohorts[1]
    ages = [
        low.model_copy(
            update={
                "id": key,
                "name": key,
                "split_by": "age",
                "dose": None,
                "n": n,
                "parent": "all",
            }
        )
        for key, n in (("infants", 10), ("teenagers", 20))
    ]
    rates = [one for one in a.results if one.cohort not in without]
    rates += [a.results[0].model_copy(update={"cohort": key}) for key in of_ages]
    made = a.model_copy(update={"cohorts": (*a.cohorts, *ages), "results": tuple(rates)})
    return replace(shown, studies={"a": made})


def test_a_split_by_age_never_hides_the_doses(library, by_dose):
    """Where both splits have rates, those at their doses are drawn."""
    shown = with_ages(drawn_library(library, TWO_PARTS, "response"), ["infants", "teenagers"])
    made = by_dose(shown, results_table(shown))["response"]
    assert lines(made) == drawn("a/dose-0.8 | 0.8 | 5/10 \n a/dose-1.6 | 1.6 | 9/20")


def test_a_dose_without_a_rate_is_listed_beside_one_that_has_it(library, by_dose):
    """One dose level with a rate is drawn at its dose; the other is named, the whole is not."""
    shown = with_ages(drawn_library(library, TWO_PARTS, "response"), [], ("dose-0.8",))
    made = by_dose(shown, results_table(shown))["response"]
    assert lines(made) == ["a/dose-1.6 | 1.6 | 9/20"]
    assert [(one.name, one.reason) for one in made.listed] == [
        ("a, dose 0.8", "not found by dose; found only for dose 1.6")
    ]


def test_the_rates_within_a_trial_stand_at_their_doses(by_dose):
    """Each part of a study with its own rate; a study that stays whole is not named."""
    rates = "9/12 · 75 % [43–95] at 1.4 mg/m², 11/13 · 85 % [55–98] at 1.8 mg/m²"
    assert within_trials(by_dose().values()) == [f"Response within Brivio 2021: {rates}."]
    adults = within_trials(by_dose(adults=True).values())
    # two parts had 1.2 mg/m², and each is named
    assert "11/22 · 50 % [28–72] (all treated) in run-in at 1.2 mg/m², 35/42" in adults[2]
    assert "(all randomized to InO) in randomized to 1.2 mg/m², 26/38" in adults[2]
    assert adults[2].endswith("at 1.8 mg/m². Counted differently: denominator.")
    salvage = within_trials(by_dose(adults=True, lines=(1, 2)).values())
    assert "in first salvage at 1.8 mg/m², 7/20" in salvage[-1]
    assert [said.partition(":")[0] for said in adults] == [
        "Response within Brivio 2021",
        "Response within Kantarjian 2013",
        "Response within Dose-reduction phase 4",
        "SOS after HSCT within Dose-reduction phase 4",
    ]


PARTS_OF_ONE = {
    "response": """
        study | counts | dose | definition | of
        sound | 10/30  | 1.2  | strict_cr  | treated
        sound | 20/22  | 1.8  | orr        | evaluable
    """,
    "sos_post_hsct": """
        study | counts | dose | of           | criteria
        sound | 2/20   | 1.2  | transplanted | seattle
        sound | 6/20   | 1.8  | transplanted | ebmt_pediatric
    """,
    "mrd_negative": """
        study | counts | dose | of         | threshold
        sound | 2/20   | 1.2  | responders | 0.01
        sound | 6/20   | 1.8  | responders | 0.1
    """,
}
COUNTED_DIFFERENTLY = {
    "response": (
        "10/30 · 33 % [17–53] (Strict CR, all treated) at 1.2 mg/m², "
        "20/22 · 91 % [71–99] (ORR, evaluable for response) at 1.8 mg/m². "
        "Counted differently: definition and denominator."
    ),
    "sos_post_hsct": (
        "2/20 · 10 % [1–32] (Seattle) at 1.2 mg/m², "
        "6/20 · 30 % [12–54] (EBMT pediatric) at 1.8 mg/m². Counted differently: SOS criteria."
    ),
    "mrd_negative": (
        "2/20 · 10 % [1–32] (<0.01 %) at 1.2 mg/m², "
        "6/20 · 30 % [12–54] (<0.1 %) at 1.8 mg/m². Counted differently: MRD threshold."
    ),
}


@pytest.mark.parametrize("outcome", THREE_RATES)
def test_parts_that_were_counted_differently_say_so(library, by_dose, outcome):
    """Strict CR of all treated beside ORR of the evaluable: each rate says what it counts."""
    shown = drawn_library(library, PARTS_OF_ONE[outcome], outcome)
    (said,) = within_trials(by_dose(shown, results_table(shown)).values())
    assert said.partition(" within sound: ")[2] == COUNTED_DIFFERENTLY[outcome]


def test_parts_at_different_times_say_so(library, by_dose):
    """A first cycle is no second, and a time that is not stated is not another's."""
    shown = drawn_library(library, TWO_PARTS, "response")
    a = shown.studies["a"]
    early = a.results[0].model_copy(update={"timepoint": "after_cycle_1"})
    timed = a.model_copy(update={"results": (early, a.results[1])})
    shown = replace(shown, studies={"a": timed})
    (said,) = within_trials(by_dose(shown, results_table(shown)).values())
    assert "(after cycle 1) at 0.8 mg/m²" in said
    assert "(time point not found) at 1.6 mg/m²" in said
    assert said.endswith("Counted differently: time point.")


def split(name: str, parts: str) -> list[dict]:
    """The parts of one split as "dose lines, dose lines"; `?` is what was not found."""
    made = []
    for i, (dose, lines) in enumerate(map(str.split, parts.split(", "))):
        low, _, high = lines.partition("–")
        known = {"low": int(low), "high": int(high)} if high else {"text": low}
        line = {"prior_lines": {"known_as": "salvage line"} | known | SAID}
        ends = {"dose": {"low": float(dose), "high": float(dose)} | SAID} if dose != "?" else {}
        about = {"id": f"part-{i}", "name": f"part {i}", "parent": "all", "split_by": name}
        made.append(about | ends | (line if lines != "?" else {}) | SAID)
    return made


@pytest.mark.parametrize(
    ("name", "parts", "by_dose"),
    [
        ("dose", "1.8 1–1, 1.8 2–2", True),
        ("Dose level", "? ?, ? ?", True),
        ("step", "1.4 ?, 1.8 ?", True),
        ("step", "1.4 ?, ? ?", False),
        ("step", "1.4 1–3, 1.8 2–5", True),
        ("step", "1.4 late, 1.8 late", True),
        ("step", "1.4 1–1, 1.8 ?", True),
        ("step", "1.4 1–1, 1.8 2–2, 1.1 2–2", True),
        ("salvage line", "1.4 1–1, 1.8 2–2", False),
        ("salvage line", "1.4 early, 1.8 late", False),
        ("salvage line", "1.4 1–1, 1.8 2–2, 1.1 ?", False),
        ("salvage line", "1.8 1–1, 1.8 2–2", False),
    ],
)
def test_what_tells_the_parts_apart(name, parts, by_dose):
    """Dose where the file says so or doses differ; but prior lines that no two parts share."""
    cohorts = [{"id": "all", "name": "all treated", "n": 30} | SAID, *split(name, parts)]
    made = study("a", regimen={"kind": "alone"} | SAID, cohorts=cohorts)
    every = {part.id for part in made.cohorts[1:]}
    assert dose_levels(made) == (every if by_dose else set())


def test_each_split_is_judged_by_itself(library):
    """Kantarjian's schedules had different doses, his salvage lines different prior lines."""
    assert dose_levels(library.studies["kantarjian-2013"]) == {"single-dose", "weekly"}
