"""A short sample of the load benchmark: its visitors see what a browser sees, and find errors."""

import asyncio
from pathlib import Path

import pytest

from tests.benchmarks import load, server_cost
from tests.benchmarks.sessions import session
from tests.servers import Server, streamlit_server

RAISES = """
import streamlit as st

st.title("Fine at first")
if st.toggle("Break it", key="broken"):
    raise ValueError("as asked")
"""


@pytest.fixture(scope="module")
def server():
    with streamlit_server() as running:
        yield running


def visited(server: Server, steps):
    """What `steps` finds in a session of its own."""

    async def visit():
        async with session(server.url) as tab:
            return await steps(tab)

    return asyncio.run(visit())


def test_the_overview_has_its_three_charts(server):
    async def steps(tab):
        run = await tab.open()
        assert not run.error
        assert run.seconds > 0
        assert run.bytes > run.messages > 0
        return [chart.alt for chart in tab.seen("plotly_chart")]

    assert len(visited(server, steps)) == 3


def test_a_click_changes_what_is_drawn_and_the_address(server):
    """With the adults the first table of the response page has more lines, and they leave again."""

    async def steps(tab):
        await tab.open("response")
        children = first_chart(tab)
        await tab.click("adults", True)
        assert tab.query["adults"] == ["true"]
        with_adults = first_chart(tab)
        await tab.click("adults", False)
        assert not tab.query["adults"]
        return children, with_adults, first_chart(tab)

    children, with_adults, again = visited(server, steps)
    assert "INO-VATE" not in children
    assert "INO-VATE" in with_adults
    assert again == children


def first_chart(tab) -> str:
    return tab.seen("plotly_chart")[0].spec


def test_filters_go_along_to_another_page(server):
    async def steps(tab):
        await tab.open("response")
        await tab.click("studies", ["Bhojwani 2019"])
        run = await tab.go("mrd")
        chosen = tab.states[tab.widget("studies").id].string_array_value.data
        return run.error, tab.seen("heading")[0].body, list(chosen)

    assert visited(server, steps) == ("", "MRD negativity", ["Bhojwani 2019"])


def test_a_link_opens_the_view(server):
    async def steps(tab):
        await tab.open("response?adults=true&mrd=of+all+treated")
        return first_chart(tab), tab.states[tab.widget("adults").id].bool_value

    chart, adults = visited(server, steps)
    assert adults
    assert "INO-VATE" in chart


def test_what_the_visitor_has_is_not_sent_again(server):
    """The server sends only the hash of a large message; the session shows the message."""

    async def steps(tab):
        first = await tab.open("response")
        return first, await tab.rerun(), first_chart(tab)

    first, second, chart = visited(server, steps)
    assert not second.error
    assert second.bytes < first.bytes
    assert chart


def test_every_page_of_the_menu_is_visited(server):
    async def steps(tab):
        await tab.open()
        return sorted(tab.pages)

    assert visited(server, steps) == load.PAGES


def test_a_page_that_does_not_exist_is_an_error(server):
    async def steps(tab):
        return await tab.open("nowhere")

    assert "not found" in visited(server, steps).error


def test_a_script_that_raises_is_an_error(tmp_path: Path):
    script = tmp_path / "raises.py"
    script.write_text(RAISES, encoding="utf-8")

    async def steps(tab):
        return [await tab.open(), await tab.click("broken", True), await tab.click("broken", False)]

    with streamlit_server(script) as server:
        errors = [run.error for run in visited(server, steps)]
    assert [bool(error) for error in errors] == [False, True, False]


def test_few_visitors_find_no_error():
    found = {one.what: one for one in load.measure(sessions=3, seconds=6, every=2)}
    assert found["errors under load"].ours == 0
    assert found["reruns under load"].ours == 3 * 2
    for name in ("median", "95 of 100", "slowest"):
        assert found[f"rerun under load, {name}"].ours > 0
    assert found["memory at the end of the load"].theirs > 0
    assert found["memory after the same people came again"].target == load.GROWTH


def test_the_bare_chart_changes_at_the_same_kind_of_click():
    """What the cost of a rerun is compared with does draw something else."""

    async def steps(tab):
        await tab.open()
        before = first_chart(tab)
        await tab.click(server_cost.THEIRS, True)
        return before != first_chart(tab)

    with streamlit_server(server_cost.CHART) as bare:
        assert visited(bare, steps)


def test_a_percentile_is_a_value_that_was_measured():
    assert load.percentile([float(n) for n in range(1, 101)]) == 95
    assert load.percentile([7.0]) == 7
