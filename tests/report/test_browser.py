"""The page in a browser: it asks for nothing, its filter filters, it can be used by keyboard, and names stay text."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from report.assessment import Assessment
from report.html import to_html
from tests.browser import Browser, browsing, installed
from tests.report.sample import a_finding, a_full_assessment, an_assessment
from tests.report.sample_page import of_many
from tests.report.test_escape import HOSTILE
from tests.report.test_hostile import told

Show = Callable[..., str]
SHOWN = "return [...document.querySelectorAll('.finding')].filter(one => one.checkVisibility()).length"
SAID = "return document.getElementById('shown').textContent"
HASH = "return location.hash"
FOCUSED = "return document.activeElement.closest('.finding')?.id"
OPEN = "return [...document.querySelectorAll('.finding details[open]')].length"
TYPE = """const q = document.getElementById("q"); q.value = arguments[0]; q.dispatchEvent(new Event("input"));"""
CHOOSE = """const one = document.querySelector(`select[data-facet="${arguments[0]}"]`);
one.value = arguments[1]; one.dispatchEvent(new Event("change")); return one.value;"""


@pytest.fixture(scope="module")
def window() -> Generator[Browser]:
    """A window; where there is no browser the test says so and is skipped."""
    found = installed()
    if found is None:
        pytest.skip("no chromium and chromedriver on PATH (Debian: apt-get install chromium chromium-driver)")
    with browsing(*found) as browser:
        yield browser


@pytest.fixture
def show(window: Browser, tmp_path: Path) -> Show:
    """Open the page of some stacks, at an address within it."""

    def opened(*stacks: Assessment, at: str = "") -> str:
        path = tmp_path / "findings.html"
        path.write_text(to_html(stacks), encoding="utf-8")
        window.open(f"{path.as_uri()}{at}")
        return path.as_uri()

    return opened


def press_chip(window: Browser, facet: str, value: str) -> None:
    window.click(f'.chip[data-facet="{facet}"][data-value="{value}"]')


def test_opening_the_page_asks_for_the_page_and_for_nothing_else(window: Browser, show: Show) -> None:
    """Neither while it loads nor while it is used; and its policy refuses nothing that it has itself."""
    address = show(of_many(60))
    press_chip(window, "severity", "high")
    window.press("j", "Enter")

    assert [address] == window.requests()
    assert [] == window.messages()


def test_what_would_be_loaded_or_run_all_the_same_is_refused(window: Browser, show: Show) -> None:
    """A script, a picture and a style that came into the page by a fault of ours."""
    address = show(of_many(3))
    window.run("""
        const add = (html) => document.body.insertAdjacentHTML("beforeend", html);
        add("<img src='https://evil.example/x.png' onerror='document.title = 1'>");
        add("<p id='styled' style='color: rgb(1, 2, 3)'>x</p>");
        const script = document.createElement("script");
        script.textContent = "document.title = 'run'";
        document.body.append(script);
    """)

    assert [address] == window.requests()
    assert 4 == len([message for message in window.messages() if "Content Security Policy" in message])
    assert "prod: blocked" in window.run("return document.title")
    assert "rgb(1, 2, 3)" != window.run("return getComputedStyle(document.getElementById('styled')).color")


def test_a_chip_hides_what_it_does_not_name_and_counts_what_is_left(window: Browser, show: Show) -> None:
    """Two of one facet are either, two facets are both; the address remembers, and pressing again takes it back."""
    assessment = of_many(200)
    show(assessment)
    severe = {name: sum(f.severity == name for f in assessment.report.findings) for name in ("critical", "high")}

    press_chip(window, "severity", "critical")
    assert severe["critical"] == window.run(SHOWN)
    assert f"{severe['critical']} of 200 findings" == window.run(SAID)

    press_chip(window, "severity", "high")
    assert sum(severe.values()) == window.run(SHOWN)

    press_chip(window, "verdict", "exempt")
    exempt = sum(f.severity in severe and f.exemption is not None for f in assessment.report.findings)
    assert exempt == window.run(SHOWN)
    assert "#severity=critical%7Chigh&verdict=exempt" == window.run(HASH)

    for facet, value in (("severity", "critical"), ("severity", "high"), ("verdict", "exempt")):
        press_chip(window, facet, value)
    assert (200, "200 findings") == (window.run(SHOWN), window.run(SAID))


def test_a_count_is_what_choosing_it_would_show(window: Browser, show: Show) -> None:
    """Of every chip, with another facet chosen."""
    show(of_many(150))
    press_chip(window, "verdict", "fail")
    promised = window.run("""return [...document.querySelectorAll('.chip[data-facet="severity"]')]
        .map(chip => [chip.dataset.value, Number(chip.querySelector("b").textContent)])""")

    for value, number in promised:
        press_chip(window, "severity", value)
        assert number == window.run(SHOWN), value
        press_chip(window, "severity", value)


def test_system_framework_and_words_narrow_the_findings_too(window: Browser, show: Show) -> None:
    """Words are looked for in all that is said of a finding, each of them, in any case."""
    assessment = of_many(120)
    show(assessment)
    window.run(CHOOSE, "system", "fraud-scoring")
    mine = [one for one in assessment.report.findings if one.resource_name.startswith("fraud-scoring")]
    assert len(mine) == window.run(SHOWN)

    window.run(CHOOSE, "framework", "LLM")
    both = [one for one in mine if "LLM" in one.frameworks]
    assert 0 < len(both) == window.run(SHOWN)

    first = both[0]
    window.run(TYPE, f"{first.rule_id.lower()} {first.resource_name.upper()}")
    assert 1 == window.run(SHOWN)
    window.run(TYPE, "nothing says this")
    assert 0 == window.run(SHOWN)
    assert window.run("return document.getElementById('none').checkVisibility()")

    window.click("#clear")
    assert (120, "") == (window.run(SHOWN), window.run(HASH).removeprefix("#"))


def test_the_address_restores_what_was_shown(window: Browser, show: Show) -> None:
    """A link into the page: filters, words and the opened finding; what it does not know it leaves out."""
    assessment = of_many(100)
    address = show(assessment)
    press_chip(window, "severity", "high")
    window.run(TYPE, "support-assistant")
    window.press("Escape")
    window.run(TYPE, "support")
    window.run("document.activeElement.blur()")
    window.press("j", "j", "Enter")
    expected = [window.run(one) for one in (SHOWN, SAID, FOCUSED, HASH, OPEN)]

    window.open(f"{address}{expected[3]}")
    assert expected == [window.run(one) for one in (SHOWN, SAID, FOCUSED, HASH, OPEN)]

    window.open(f"{address}#severity=catastrophic&verdict=fail&at=f-nowhere")
    assert sum(one.exemption is None and one.kind == "fail" for one in assessment.report.findings) == window.run(SHOWN)


def test_a_finding_has_an_address_of_its_own(window: Browser, show: Show) -> None:
    """It opens there, and is in view."""
    address = show(of_many(300))
    last = window.run("return [...document.querySelectorAll('.finding')].at(-1).id")
    window.open(f"{address}#{last}")

    assert (last, 1) == (window.run(FOCUSED), window.run(OPEN))
    assert window.run("""const at = document.activeElement.getBoundingClientRect();
        return at.top > 0 && at.bottom < innerHeight""")


def test_the_page_can_be_used_with_a_keyboard_alone(window: Browser, show: Show) -> None:
    """/ searches, j, k and the arrows go from finding to finding, Enter opens, Escape closes, x takes filters away."""
    show(of_many(30))
    ids = window.run("return [...document.querySelectorAll('.finding')].map(one => one.id)")

    window.press("/", "f", "r", "a", "u", "d")
    assert "q" == window.run("return document.activeElement.id")
    assert "fraud" == window.run("return document.getElementById('q').value")
    visible = window.run("return [...document.querySelectorAll('.finding:not([hidden])')].map(one => one.id)")
    assert 0 < len(visible) < len(ids)

    window.press("Enter")
    assert visible[0] == window.run(FOCUSED)
    window.press("j", "ArrowDown", "k", "ArrowUp", "k", "j")
    assert visible[1] == window.run(FOCUSED)
    window.press("Enter")
    assert 1 == window.run(OPEN)
    window.press("Escape")
    assert 0 == window.run(OPEN)

    window.press("x")
    assert 30 == window.run(SHOWN)
    window.press("?")
    assert window.run("return document.querySelector('.keys').open")


def test_tab_goes_through_the_page_in_its_order_and_every_stop_is_seen(window: Browser, show: Show) -> None:
    """Skip link, stacks, search, filters, findings: each with an outline that is not the page's colour."""
    show(of_many(5))
    stops = list[str]()
    for _ in range(24):
        window.press("Tab")
        stop, outline = window.run("""const one = document.activeElement;
            const style = getComputedStyle(one);
            return [one.className || one.id || one.tagName, `${style.outlineStyle} ${style.outlineWidth}`]""")
        assert "solid 3px" == outline, stop
        stops.append(stop)

    assert ["skip", "A", "q"] == stops[:3]
    assert "SELECT" == stops[3]
    chips = [place for place, stop in enumerate(stops) if stop.startswith("chip")]
    assert 4 < chips[0] < chips[-1]
    assert "SUMMARY" in stops[chips[-1] :]


def test_keys_with_a_modifier_are_the_browsers(window: Browser, show: Show) -> None:
    """Ctrl+k and Alt+j are not ours, and a letter in a list chooses in the list."""
    show(of_many(10))
    window.run("""for (const modifier of ["ctrlKey", "metaKey", "altKey"])
        document.dispatchEvent(new KeyboardEvent("keydown", {key: "j", [modifier]: true}))""")
    assert window.run(FOCUSED) is None

    window.run("document.querySelector('select').focus()")
    window.press("j")
    assert window.run(FOCUSED) is None


def test_colours_follow_the_readers_scheme(window: Browser, show: Show) -> None:
    """Dark on light or light on dark, the picture too."""
    found = dict[str, list[str]]()
    for scheme in ("light", "dark"):
        window.prefer(scheme)
        show(a_full_assessment())
        found[scheme] = window.run("""return [document.body, document.querySelector("svg .page")]
            .map(one => getComputedStyle(one)[one.tagName === "BODY" ? "backgroundColor" : "fill"])""")
    window.prefer("light")

    assert {"light": ["rgb(255, 255, 255)"] * 2, "dark": ["rgb(18, 23, 29)"] * 2} == found


@pytest.mark.parametrize("hostile", [text for text in HOSTILE if "<" in text or "javascript" in text])
def test_a_hostile_name_runs_nothing_and_shows_as_it_is(window: Browser, show: Show, hostile: str) -> None:
    """No alert, no other title, no request, no element of its making; and it can be searched for."""
    address = show(told(hostile))

    assert "prod: " in window.run("return document.title")
    assert [address] == window.requests()
    assert [] == window.messages()
    assert 0 == window.run("return document.querySelectorAll('img, script:not(body > script)').length")
    assert hostile in window.run("return document.querySelector('.finding code').textContent")
    window.run(TYPE, hostile)
    assert 5 == window.run(SHOWN)


def test_a_hostile_address_does_nothing(window: Browser, show: Show) -> None:
    """What a link puts behind # is looked up and never written into the page as markup."""
    show(of_many(5), at="#q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&severity=%3Cscript%3E&at=%22%3E")

    assert "<img src=x onerror=alert(1)>" == window.run("return document.getElementById('q').value")
    assert 0 == window.run("return document.querySelectorAll('img').length")
    assert [] == window.messages()


def test_a_thousand_findings_are_filtered_in_one_step(window: Browser, show: Show) -> None:
    """The page changes once for a key, not once a finding: what is measured is the work, not the time."""
    show(of_many(1_000))
    assert "1,000 findings" == window.run(SAID)
    changes = window.run("""
        const seen = [];
        const observer = new MutationObserver(records => seen.push(...records));
        observer.observe(document.getElementById("main"), {subtree: true, childList: true});
        const q = document.getElementById("q");
        q.value = "kms";
        q.dispatchEvent(new Event("input"));
        seen.push(...observer.takeRecords());
        return seen.filter(record => record.target.className !== "count").length;
    """)
    number = int(window.run(SAID).split()[0])

    assert 0 == changes, "findings are hidden and shown, none is made or taken away"
    assert 0 < number < 1_000
    assert number == window.run(SHOWN)
    counts = window.run("""return [...document.querySelectorAll(".shelf > h3 .count")]
        .filter(one => one.checkVisibility()).map(one => Number(one.textContent))""")
    assert number == sum(counts)


def test_without_scripts_everything_is_shown(window: Browser, show: Show) -> None:
    """A browser that runs none, or a viewer in a pipeline."""
    window.command("Emulation.setScriptExecutionDisabled", value=True)
    try:
        show(of_many(40))
        document = window.command("DOM.getDocument")["root"]["nodeId"]
        count = len(window.command("DOM.querySelectorAll", nodeId=document, selector=".finding")["nodeIds"])
        bar = window.command("DOM.querySelector", nodeId=document, selector="#filters")["nodeId"]
        attributes = window.command("DOM.getAttributes", nodeId=bar)["attributes"]
    finally:
        window.command("Emulation.setScriptExecutionDisabled", value=False)

    assert 40 == count
    assert "hidden" in attributes, "there is no filter that would not work"


def test_on_paper_stands_what_was_filtered_and_no_filter(window: Browser, show: Show) -> None:
    """How many of how many is told, the buttons are not."""
    show(of_many(50))
    press_chip(window, "severity", "critical")
    window.command("Emulation.setEmulatedMedia", media="print")
    said, search, chip, picture = window.run("""return ["#shown", "#q", ".chip", ".brand"]
        .map(one => document.querySelector(one).checkVisibility())""")
    number = window.run(SHOWN)
    window.command("Emulation.setEmulatedMedia", media="")

    assert (True, False, False, True) == (said, search, chip, picture)
    assert 0 < number < 50


def test_several_stacks_are_filtered_together_and_reached_by_name(window: Browser, show: Show) -> None:
    """The list of stacks leads to each and leaves the filter as it is."""
    show(an_assessment(a_finding()), an_assessment(a_finding(), a_finding(name="archive"), stack="dev"))
    window.run(CHOOSE, "stack", "dev")
    window.click('nav a[href="#stack-2"]')

    assert 2 == window.run(SHOWN)
    assert "stack-2" == window.run("return document.activeElement.id")
    assert "#stack=dev" == window.run(HASH)
