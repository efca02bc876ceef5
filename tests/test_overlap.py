"""Who shares children with whom, and the largest set of studies that counts each child once."""

import signal
from contextlib import contextmanager
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.library import load_library
from data.overlap import (
    CERTAIN,
    WORDS,
    certain,
    conflicts,
    counts_again,
    each_child_once,
    linked,
    may_share_children_with,
    own_series_left_open,
    related,
    relation_of,
    shares_children_with,
    surely_shares,
    why_left_out,
)
from tests.drawn import lines_of, overlaps, study
from tests.own_sessions import naming, with_own

SECONDS = 5  # an answer takes milliseconds; a search through all sets would take hours


@pytest.fixture(scope="module")
def studies():
    return load_library().studies


@pytest.mark.parametrize(
    ("study", "shares", "may_share"),
    [
        ("fda-2024", {"brivio-2021", "pennesi-2022", "itcc-059-sos"}, set()),
        ("itcc-059-sos", {"brivio-2021", "pennesi-2022", "pennesi-2024", "fda-2024"}, set()),
        ("brivio-2021", {"fda-2024", "itcc-059-sos"}, set()),
        ("bhojwani-2019", set(), {"calvo-2020", "contreras-2021"}),
        ("obrien-2022", set(), set()),
    ],
)
def test_declared_overlaps(studies, study, shares, may_share):
    """Certain overlaps count; possible ones only warn; unlikely ones do neither."""
    everyone = studies.values()
    assert set(shares_children_with(studies[study], everyone)) == shares
    assert set(may_share_children_with(studies[study], everyone)) == may_share


@pytest.mark.parametrize(
    ("declared", "relation", "turned"),
    [
        ("inside b", "inside", "contains"),
        ("contains b", "contains", "inside"),
        ("partly b", "partly", "partly"),
        ("possible b", "possible", "possible"),
        ("", "", ""),
    ],
)
def test_who_declares_an_overlap_does_not_matter(declared, relation, turned):
    """Inside from one side is contains from the other, declared by either."""
    first, second = study("a", overlaps=overlaps(declared)), study("b")
    assert relation_of(first, second) == relation
    assert relation_of(second, first) == turned


def test_a_possible_overlap_takes_nothing_from_a_certain_one():
    """Also where a careless file names a study twice."""
    first, second = study("a", overlaps=overlaps("partly b, possible b")), study("b")
    assert relation_of(first, second) == relation_of(second, first) == "partly"


RELATIONS = ("contains", "inside", "same", "partly", "possible", "unlikely")
ANSWERS = ("none", "some", "unknown")


@st.composite
def families(draw):
    """A few studies, own series among them, that name each other or somebody who is not here."""
    names = draw(st.permutations("abcdef"))
    named = st.lists(st.tuples(st.sampled_from(RELATIONS), st.sampled_from("abcdefz")), max_size=3)
    own = {name: draw(st.none() | st.sampled_from(ANSWERS)) for name in names}
    return [
        study(
            name,
            overlaps=overlaps(", ".join(f"{how} {other}" for how, other in draw(named))),
            **({"own_series": {"shared_children": own[name]}} if own[name] else {}),
        )
        for name in names
    ]


@given(families())
def test_nobody_is_overlooked_among_the_linked(studies):
    """To ask only those who are linked gives the same answers, in the same order, as all."""
    for one in studies:
        for relations in (CERTAIN, ("possible",), WORDS):
            asked = related(one, linked(studies)[one.id], relations)
            assert asked == related(one, studies, relations)


def test_separate_studies_are_linked_to_nobody():
    """In a large library almost every pair of studies has nothing to ask."""
    assert linked([study("a", overlaps=overlaps("partly z")), study("b")]) == {"a": [], "b": []}


def test_the_linked_come_in_the_order_of_the_studies():
    """A registry that names nobody is named by all."""
    parts = [study(name, overlaps=overlaps("inside registry")) for name in "dgbfaceh"]
    found = linked([study("registry"), *parts])
    assert [one.id for one in found["registry"]] == list("dgbfaceh")


def sharing(patients: dict[str, int], links: set[tuple[str, str]]) -> list:
    """Studies in this order; of each pair the first says that it shares with the second."""
    said = {key: [b for a, b in sorted(links) if a == key] for key in patients}
    return [
        study(key, overlaps=overlaps(", ".join(f"partly {other}" for other in said[key])))
        for key in patients
    ]


def once(drawn: str, prefer: str = "") -> str:
    """The studies counted, given `a 20 partly b` lines: name, patients, whom it shares with."""
    words = [line.split() for line in drawn.strip().splitlines()]
    patients = {line[0]: int(line[1]) for line in words}
    links = {(line[0], other) for line in words for other in line[2:]}
    kept = each_child_once(sharing(patients, links), patients, prefer.split())
    return " ".join(key for key in patients if key in kept)


# study, patients, whom it shares children with
PARTS_AND_WHOLE = """
a 25
b 28
whole 53 a b
apart 10
"""
BIGGER_WHOLE = PARTS_AND_WHOLE.replace("53", "54")
SMALLER_WHOLE = PARTS_AND_WHOLE.replace("53", "52")
WHOLE_FIRST = """
whole 53 a b
a 25
b 28
"""
TWO_ALIKE = """
a 20 b
b 20
"""
RING = """
a 10 b
b 10 c
c 10 d
d 10 a
"""


@pytest.mark.parametrize(
    ("drawn", "prefer", "counted"),
    [
        pytest.param(SMALLER_WHOLE, "", "a b apart", id="more patients"),
        pytest.param(BIGGER_WHOLE, "", "whole apart", id="more patients, though fewer studies"),
        pytest.param(PARTS_AND_WHOLE, "", "a b apart", id="as many patients: more studies"),
        pytest.param(WHOLE_FIRST, "", "a b", id="more studies, though later"),
        pytest.param(TWO_ALIKE, "", "a", id="as many studies: the earlier one"),
        pytest.param(RING, "", "a c", id="of a ring every other one"),
        pytest.param(TWO_ALIKE, "b", "b", id="the preferred one of two"),
        pytest.param(PARTS_AND_WHOLE, "whole", "whole apart", id="a preferred whole"),
        pytest.param(BIGGER_WHOLE, "a", "a b apart", id="a preferred part brings the others"),
        pytest.param(BIGGER_WHOLE, "a whole", "whole apart", id="of two preferred the larger"),
        pytest.param(BIGGER_WHOLE, "apart", "whole apart", id="a preference without overlap"),
        pytest.param("a 3 b c\nb 500\nc 500", "a", "a", id="before any number of others"),
        pytest.param("a 20", "", "a", id="a single study"),
    ],
)
def test_which_studies_are_counted(drawn, prefer, counted):
    """Preferred first, then more patients, then more studies, then the earlier ones."""
    assert once(drawn, prefer) == counted


@pytest.mark.parametrize("relation", ["contains", "inside", "same", "partly"])
def test_one_side_is_enough(relation):
    """Two studies share children when either of them declares it for sure."""
    pair = [study("a"), study("b", overlaps=overlaps(f"{relation} a"))]
    assert conflicts(pair) == {"a": {"b"}, "b": {"a"}}
    assert each_child_once(pair, {"a": 20, "b": 30}) == {"b"}


@pytest.mark.parametrize("relation", ["possible", "unlikely"])
def test_an_unproven_overlap_excludes_nobody(relation):
    """Studies that may share children are both counted; the reader is warned elsewhere."""
    pair = [study("a"), study("b", overlaps=overlaps(f"{relation} a"))]
    assert each_child_once(pair, {"a": 20, "b": 30}) == {"a", "b"}


def test_an_overlap_with_a_study_that_is_not_here_excludes_nobody():
    """Only the rows that could share a diamond are compared."""
    assert each_child_once([study("a", overlaps=overlaps("same b"))], {"a": 20}) == {"a"}


def test_nobody_to_count():
    """No study, no set."""
    assert each_child_once([], {}) == set()


@st.composite
def groups(draw):
    """Up to nine studies called in any order, with few enough sizes that ties are common."""
    names = draw(st.permutations("abcdefghi"))[: draw(st.integers(1, 9))]
    patients = {name: draw(st.integers(1, 3)) for name in names}
    pairs = list(combinations(names, 2))
    links = draw(st.sets(st.sampled_from(pairs))) if pairs else set()
    return patients, links, draw(st.sets(st.sampled_from(names), max_size=3))


def best_by_hand(patients: dict[str, int], links: set, preferred: set[str]) -> set[str]:
    """The best of all subsets without two linked studies, by the rules as they are told."""
    names = list(patients)
    subsets = [set(some) for size in range(len(names) + 1) for some in combinations(names, size)]
    allowed = [some for some in subsets if not any({a, b} <= some for a, b in links)]

    def merits(some: set[str]) -> tuple:
        wanted = sum(patients[name] for name in some & preferred)
        return wanted, sum(patients[n] for n in some), len(some), [n in some for n in names]

    return max(allowed, key=merits)


@settings(max_examples=400, deadline=None)
@given(groups())
def test_the_answer_is_the_best_of_all_sets(group):
    """Exact: no set that counts nobody twice is better, whatever the studies are called."""
    patients, links, preferred = group
    found = each_child_once(sharing(patients, links), patients, preferred)
    assert found == best_by_hand(patients, links, preferred)


@contextmanager
def within(seconds: int):
    """Fails instead of searching for hours."""

    def stop(*_):
        pytest.fail(f"no answer within {seconds} seconds", pytrace=False)

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_a_thousand_studies_without_overlaps():
    """A large library of separate studies is counted whole, at once."""
    patients = {f"s{i}": 20 for i in range(1000)}
    everyone = sharing(patients, set())
    with within(SECONDS):
        assert each_child_once(everyone, patients) == set(patients)


@pytest.mark.parametrize("called", ["in order", "out of order"])
def test_a_chain_of_sixty_studies(called):
    """Each shares with the next: every other one is counted, whatever they are called."""
    places = [i if called == "in order" else i * 37 % 60 for i in range(60)]
    names = [f"s{place:02d}" for place in places]
    patients = dict.fromkeys(names, 20)
    chain = sharing(patients, set(pairwise(names)))
    with within(SECONDS):
        assert each_child_once(chain, patients) == set(names[::2])


def test_a_registry_that_contains_hundreds_of_studies():
    """It is left out for its parts, which share children with nobody else."""
    patients = {f"s{i:03d}": 20 for i in range(600)} | {"whole": 11999}
    links = {(name, "whole") for name in patients if name != "whole"}
    with within(SECONDS):
        assert each_child_once(sharing(patients, links), patients) == patients.keys() - {"whole"}


WHY = """
says          | who      | reason
inside big    | children | its 25 children are inside Big 2024
contains big  | children | it contains children of Big 2024
same big      | children | it counts the same children as Big 2024
partly big    | children | it shares children with Big 2024
inside big    | adults   | its 25 patients are inside Big 2024
partly big    | adults   | it shares patients with Big 2024
inside absent | children |
possible big  | children |
"""


@pytest.mark.parametrize("line", lines_of(WHY), ids=lambda line: f"{line['says']} {line['who']}")
def test_why_a_study_is_left_out(line):
    """The reason names the counted study that holds the same children."""
    left_out = study("a", population=line["who"], overlaps=overlaps(line["says"]))
    assert why_left_out(left_out, [(study("big"), "Big 2024")], 25, ()) == line.get("reason", "")


def test_one_patient_is_told_as_one():
    """A row of a single patient has its own words."""
    alone = study("a", overlaps=overlaps("inside big"))
    said = "its only patient is inside Big 2024"
    assert why_left_out(alone, [(study("big"), "Big 2024")], 1, ()) == said


def test_every_counted_study_that_shares_is_named():
    """A whole that is left out for its parts names them all."""
    whole = study("whole", overlaps=overlaps("contains a, contains b, partly c"))
    reason = why_left_out(whole, [(study("a"), "A"), (study("c"), "C")], 53, ())
    assert reason == "it contains children of A; it shares children with C"


# How a stands to big, of which only a part is counted, and whether they share patients for sure.
OF_PARTS = """
relation | parts  | sure
inside   |        | yes
partly   |        | yes
possible |        | no
inside   | a      | yes
same     | a      | yes
contains | a      | no
partly   | a      | no
inside   | big    | no
contains | big    | yes
same     | big    | yes
partly   | big    | no
inside   | a, big | no
same     | a, big | no
contains | a, big | no
"""


@pytest.mark.parametrize("line", lines_of(OF_PARTS), ids=lambda line: " ".join(line.values()))
def test_a_part_shares_for_sure_only_what_all_of_it_shares(line):
    """Of a study inside another every part is inside; of a study around one only the whole is."""
    a, big = study("a", overlaps=overlaps(f"{line['relation']} big")), study("big")
    parts, sure = line.get("parts", "").split(", "), line["sure"] == "yes"
    assert surely_shares(a, big, parts) is sure
    assert surely_shares(big, a, parts) is sure
    assert counts_again(a, [big], parts) == ((["big"], []) if sure else ([], ["big"]))
    said = why_left_out(a, [(big, "Big")], 9, parts)
    assert ("may share" in said) == (not sure and line["relation"] != "possible")


# How two studies stand to each other, one of them or both an own series, whoever is asked first.
OPEN = """
first says                   | first's answer | second says      | second's answer | relation
                             | unknown        |                  |                 | unknown
                             | none           |                  |                 |
partly c                     | some           | partly c         |                 | possible
partly c                     | some           | unlikely c       |                 |
unlikely c                   | some           | partly c         |                 |
partly c                     | some           | partly d         |                 |
partly second                | some           | partly c         |                 | partly
contains c                   | some           | partly c         |                 | partly
contains c                   | some           | contains c       |                 | partly
same c                       | some           | same c           |                 | same
partly c                     | some           | contains c       |                 | partly
inside c                     | some           | partly c         |                 | possible
possible c                   | some           | contains c       |                 | possible
partly d, contains c         | some           | partly c, same d |                 | partly
partly c                     | unknown        | partly c         |                 | unknown
                             | none           |                  | none            | not asked
                             | unknown        |                  | none            | not asked
partly c                     |                | partly c         |                 |
"""


@pytest.mark.parametrize("line", lines_of(OPEN), ids=lambda line: " ".join(line.values()))
def test_what_an_owner_left_open(line):
    """Unknown stays unknown; who shares children with a study that both name may share some."""
    first, second = (owned(name, line) for name in ("first", "second"))
    assert relation_of(first, second) == line.get("relation", "")
    assert relation_of(second, first) == line.get("relation", "")


def owned(name, line):
    """A study of the table, an own series where its owner answered."""
    answer = line.get(f"{name}'s answer")
    own = {"own_series": {"shared_children": answer}} if answer else {}
    return study(name, overlaps=overlaps(line.get(f"{name} says", "")), **own)


def test_what_is_left_open_is_said_of_the_own_series():
    """Which of the two is named first changes nothing; what is known is not said."""
    ours = study("ours", own_series={"shared_children": "unknown"})
    theirs = study("theirs", own_series={"shared_children": "none"})
    listed = study("listed", population="adults")
    said = "whether ours shares children with listed studies is unknown"
    assert own_series_left_open(ours, listed) == said
    assert own_series_left_open(listed, ours) == said
    assert own_series_left_open(theirs, listed) == ""
    assert own_series_left_open(ours, theirs) == (
        "whether ours and theirs hold the same children was not asked"
    )


def test_what_a_study_declares_for_sure():
    """What is only possible, or unlikely, is not for sure."""
    said = study("a", overlaps=overlaps("possible b, partly c, unlikely d, same e"))
    assert [one.study for one in certain(said)] == ["c", "e"]
    assert shares_children_with(said, [study(name) for name in "edcb"]) == ["c", "e"]


def test_a_study_is_in_no_conflict_with_itself():
    """Even where a careless file names itself."""
    assert conflicts([study("a", overlaps=overlaps("same a"))]) == {"a": set()}


def test_who_is_inside_a_study_is_inside_what_contains_that(library):
    """An own series inside FDA 2024 is inside ITCC-059 SOS, and contains nobody for sure."""
    own = with_own(library, naming("inside fda-2024")).studies["own-series-1"]
    whole, part = library.studies["itcc-059-sos"], library.studies["brivio-2021"]
    assert (relation_of(own, whole), relation_of(whole, own)) == ("inside", "contains")
    assert (relation_of(own, part), relation_of(part, own)) == ("possible", "possible")


def test_of_two_ways_the_surest_tells(library):
    """Through one study only possible, through another certain: certain, whichever stands first."""
    ways = ["possible pennesi-2022", "inside brivio-2021"]
    whole = library.studies["itcc-059-sos"]
    for named in (ways, ways[::-1]):
        own = with_own(library, naming(*named)).studies["own-series-1"]
        assert relation_of(own, whole) == "inside"
