"""Texts that are no study, and the message that a person must see for each.

Nobody meant well who wrote these: bombs, traps of YAML, bytes that are no text, characters that
look like others, very long or very many things. `texts()` has them all by name; a message is given
as it begins after the file's name. What a folder can hold besides stands in `hostile_files.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

Hostile = tuple[bytes, str]

BIG = 250_000  # a file may have 256,000 bytes
SOUND = (Path(__file__).parent / "bad_studies/sound.yaml").read_text("utf-8")
SAID = "basis: stated, source: paper, place: abstract"
NUMBER = "has the wrong type; allowed: a whole number"
LEAVE_OUT = "allowed: leave it out"


def study(name: str, old: str = "", new: str = "") -> bytes:
    """The sound study by another name, with one piece of it replaced."""
    text = SOUND.replace("id: sound", f"id: {name}").replace("name: Sound", f"name: Study {name}")
    assert old in text, old
    return text.replace(old, new, 1).encode()


# What somebody may type for N: none of it is a whole number, and none becomes one.
PATIENTS = (
    "NO", "yes", "on", "True", "true", "NULL", "1e-4", "1e3", "010", "0o10", "0x1F", "0b11", "1:30",
    "1.5", "25.0", "1_000", "1,000", ".5", "5.", "+5", ".nan", ".inf", "-.inf", "1e999", "x", "=",
    "2020-06-01", "2020-06-01T10:00:00Z", "10:00:00", "25 children", "25%", "1/2", "½", "²",
    "−5", "２５", "٢٥", "2\u202f5", "'25'", '"25"', "|\n      25", "[25]", "{a: 1}",
)  # fmt: skip
QUOTES = "|'\""
SHAPES = {"[25]": "a list", "{a: 1}": "a group of keys"}
NOT_POSSIBLE = {
    "0": "greater than or equal to 1",
    "-0": "greater than or equal to 1",
    "-5": "greater than or equal to 1",
    "100001": "less than or equal to 100000",
    "999999999999999": "less than or equal to 100000",
}
# Of a long number the beginning is repeated; Python itself refuses to read the second.
LONG_NUMBERS = {"ten-to-the-400": f"1{'0' * 400}", "five-thousand-digits": "9" * 5000}

# Characters in a text, and what is said of the first that is not what it looks like.
CHARACTERS = {
    "no-break-space": ("36\u00a0%", 'U+00A0; allowed: " " instead'),
    "narrow-space": ("36\u202f%", 'U+202F; allowed: " " instead'),
    "figure-space": ("36\u2007%", 'U+2007; allowed: " " instead'),
    "thin-space": ("36\u2009%", 'U+2009; allowed: " " instead'),
    "ogham-space": ("36\u1680%", f"U+1680; {LEAVE_OUT}"),
    "blank-braille": ("36\u2800%", f"U+2800; {LEAVE_OUT}"),
    "hangul-filler": ("a\u3164b", f"U+3164; {LEAVE_OUT}"),
    "soft-hyphen": ("ino\u00adtuzumab", f"U+00AD; {LEAVE_OUT}"),
    "zero-width-space": ("a\u200bb", f"U+200B; {LEAVE_OUT}"),
    "zero-width-joiner": ("a\u200db", f"U+200D; {LEAVE_OUT}"),
    "word-joiner": ("a\u2060b", f"U+2060; {LEAVE_OUT}"),
    "right-to-left": ("a\u202eb", f"U+202E; {LEAVE_OUT}"),
    "isolate": ("a\u2066b", f"U+2066; {LEAVE_OUT}"),
    "tag-character": ("a\U000e0041b", f"U+E0041; {LEAVE_OUT}"),
    "emoji-selector": ("5\ufe0f", f"U+FE0F; {LEAVE_OUT}"),
    "rare-selector": ("a\U000e0100", f"U+E0100; {LEAVE_OUT}"),
    "private-use": ("a\ue000b", f"U+E000; {LEAVE_OUT}"),
    "unassigned": ("a\U000e0fffb", f"U+E0FFF; {LEAVE_OUT}"),
    "lost-character": ("caf\ufffd", f"U+FFFD; {LEAVE_OUT}"),
    "struck-through": ("2\u03365", f"U+0336; {LEAVE_OUT}"),
    "ligature": ("con\ufb01rmed", 'U+FB01; allowed: "fi" instead'),
    "wide-digits": ("\uff12\uff15", 'U+FF12; allowed: "2" instead'),
    "arabic-digits": ("n \u0662\u0665", 'U+0662; allowed: "2" instead'),
    "bold-digits": ("n \U0001d7d0", 'U+1D7D0; allowed: "2" instead'),
    "escaped-null": ('"a\\0b"', f"U+0000; {LEAVE_OUT}"),
    "escaped-bell": ('"a\\ab"', f"U+0007; {LEAVE_OUT}"),
    "escaped-tab": ('"a\\tb"', f"U+0009; {LEAVE_OUT}"),
    "escaped-mark": ('"\\uFEFFa"', f"U+FEFF; {LEAVE_OUT}"),
}
# (what stands for a piece of the sound study, the message)
SUMMARIES = {
    "cyrillic-a": ("\u0430ll", ':4  summary: "\u0430ll" mixes letters that look alike'),
    "greek-omicron": ("resp\u03bfnse", ':4  summary: "resp\u03bfnse" mixes letters'),
    "long-greek-word": ("\u03b1" * 100_000 + "a", ':4  summary: "\u03b1'),
    "loose-accent": ("Ma\u0301xima", ":4  summary: an accent apart from its letter"),
    "many-accents": ("a" + "\u0301\u0323" * 60_000, ":4  summary: an accent apart"),
    "sorted-accents": ("a" + "\u0323" * 60_000 + "\u0301" * 60_000, ":4  summary: an accent"),
    "loose-syllables": ("\u1100\u1161" * 40_000, ":4  summary: an accent apart"),
    "megabyte-plain": ("word " * (BIG // 5), ":4  summary: "),
    "megabyte-quoted": (f'"{"x" * BIG}"', ":4  summary: "),
    "megabyte-folded": (">\n" + "  word\n" * (BIG // 7), ":4  summary: "),
    "many-empty-lines": ('"' + "\n" * BIG + 'a"', ":4  summary: "),
    "many-backslashes": ('"' + "\\\\" * (BIG // 2 - 500) + '"', ":4  summary: "),
    "many-quotes": ("'" + "''" * (BIG // 2 - 500) + "'", ":4  summary: "),
    "only-spaces-as-text": ('"   "', ':4  summary: "" is not possible'),
    "tag-binary": ("!!binary aGFja2Vk", ":4  a tag (!)"),
    "tag-local": ("!include /etc/passwd", ":4  a tag (!)"),
    "tag-without-handle": ("!x!y z", ":4  not YAML: found undefined tag handle"),
    "tag-alone": ("! z", ":4  a tag (!)"),
    "anchor": ("&a A small study", ":4  an anchor or alias"),
    "surrogate-by-escape": ('"\\ud800"', ":4  not YAML: "),
    "surrogate-pair": ('"\\ud83d\\ude00"', ":4  not YAML: "),
    "wrong-escape": ('"\\q"', ":4  not YAML: found unknown escape character"),
    "colon-in-a-text": ("A study: small", ":4  not YAML: mapping values"),
    "at-sign": ("@home", ":4  not YAML: found character that cannot start any token"),
}
CITATIONS = {
    "key-twice-in-braces": ("{year: 2020, year: 2021}", ':6  key "year" stands twice'),
    "number-as-key": ("{1: 2}", ':6  citation.1: unknown key "1"'),
    "true-as-key": ("{true: 2}", ':6  citation.true: unknown key "true"'),
    "null-as-key": ("{null: 2}", ':6  citation.null: unknown key "null"'),
    "nothing-as-key": ("{'': 2}", ':6  citation.: unknown key ""'),
    "python-as-key": ("{__class__: 2}", ":6  citation.__class__: unknown key"),
    "megabyte-key": (f'{{? "{"k" * BIG}" : 1}}', ":6  citation.kkkk"),
    "list-as-key": ("{? [a] : 1}", ":6  a list or mapping as a key"),
    "alias-as-key": ("{*a : 1}", ":6  an anchor or alias"),
    "timestamp": ("{year: !!timestamp 2020-06-01}", ":6  a tag (!)"),
    "date-as-year": ("{year: 2020-06-01}", f':6  citation.year: "2020-06-01" {NUMBER}'),
    "spaces-in-a-doi": (f'{{doi: "10.{" " * 100_000}"}}', ":6  citation.doi: "),
    "letter-in-a-pmid": (f'{{pmid: "{"1" * 100_000}x"}}', ":6  citation.pmid: "),
    "arabic-pmid": ("{pmid: '٣٤'}", ":6  citation.pmid: odd character U+0663"),
    "script-as-address": ("{url: 'javascript:alert(1)'}", ":6  citation.url: "),
    "long-address": (f"{{url: https://{'a/' * 100_000}}}", ":6  citation.url: "),
}
EVENTS = {
    "key-twice": ("events: 20\n    events: 21", ':17  key "events" stands twice'),
    "key-twice-in-quotes": ('events: 20\n    "events": 21', ':17  key "events" stands twice'),
    "key-twice-by-escape": ('events: 20\n    "\\x65vents": 21', ':17  key "events" stands'),
    "unknown-key": ("evnets: 20", ':16  results[1].evnets: unknown key "evnets", did you mean'),
    "cyrillic-key": ("\u0435vents: 20", ":16  results[1].\u0435vents: unknown key"),
    "key-with-a-space": ("events\u00a0: 20", ':16  results[1].events: unknown key "events", did'),
    "tag-on-a-key": ("!!str events: 20", ":16  a tag (!)"),
    "minus-sign": ("events: −0", f':16  results[1].events: "−0" {NUMBER}'),
    "more-than-patients": ("events: 26", ":13  results[1]: 26/25: more events than patients"),
    "infinite-percent": (
        "events: 20\n    published: {percent: .inf}",
        ':17  results[1].published.percent: ".inf" has the wrong type; allowed: a number',
    ),
    "huge-percent": (
        "events: 20\n    published: {percent: 1e999}",
        ':17  results[1].published.percent: "1e999" has the wrong type; allowed: a number',
    ),
    "python": (
        "events: !!python/object/apply:os.system ['touch hacked']",
        ":16  a tag (!); allowed: plain or quoted values",
    ),
    "merge-in-a-result": ("<<: {events: 20}", ":16  a merge key (<<)"),
}
# (the piece of the sound study, what stands there instead, the message)
ELSEWHERE = {
    "empty-word": ("treated\n", "~\n", ":15  results[1].denominator: is empty"),
    "number-as-name": ("name: Study", "name: 1.10 #", ':3  name: "1.1" has the wrong type'),
    "true-as-name": ("name: Study", "name: true #", ':3  name: "true" has the wrong type'),
    "null-as-name": ("name: Study", "name: null #", ":3  name: is empty"),
    "blank-name": ("name: Study", 'name: "  " #', ":3  name: is empty; allowed: a name"),
    "path-as-id": ("id: path", "id: ../../etc/passwd #", ':2  id: "../../etc/passwd" is not'),
    "device-as-id": ("id: device", "id: CON #", ':2  id: "CON" is not possible'),
    "id-of-another": ("id: id-of-another", "id: sound", ":2  id: file name and id differ"),
    "long-id": ("id: long-id", f"id: {'a' * BIG}", ":2  id: "),
    "joints-in-an-id": ("id: joints-in-an-id", f"id: {'a-' * 100_000}", ":2  id: "),
    "key-at-both-ends": ("results:", "id: a\nresults:", ':12  key "id" stands twice'),
    "tab-for-spaces": ("    events: 20", "\tevents: 20", ":16  not YAML: "),
    "item-outside": ("results:", "results: []\n-", ":13  not YAML: "),
    "document-end": ("results:", "...\nresults:", ":13  not YAML: "),
    "second-document": ("results:", "---\nresults:", ":12  a second document"),
    "parent-of-itself": (
        "place: abstract}\nresults",
        f"place: p}}\n  - {{id: b, name: b, parent: b, split_by: x, {SAID}}}\nresults",
        ":12  cohorts[2].parent: is inside itself",
    ),
}
BOMB = "\n".join(
    f"k{i}: &k{i} [{', '.join([f'*k{i - 1}'] * 9) if i else 'lol'}]" for i in range(30)
)
MERGES = "\n".join(
    f"k{i}: &k{i} {{<<: [{', '.join([f'*k{i - 1}'] * 9) if i else '{a: 1}'}]}}" for i in range(30)
)
NOT_TEXT = ":1  not UTF-8; allowed: text saved as UTF-8"
NOTHING = ":1  is empty; allowed: keys with values"
MARK = ":1  begins with a byte order mark; allowed: saved as UTF-8 without it"
WHOLE: dict[str, tuple[str, str]] = {
    "bomb-of-aliases": (BOMB, ":1  an anchor or alias (& or *)"),
    "bomb-of-merges": (MERGES, ":1  an anchor or alias (& or *)"),
    "alias-to-itself": ("a: &a [*a]", ":1  an anchor or alias (& or *)"),
    "merge-key": ("a: {b: 1}\n<<: {c: 1}", ":2  a merge key (<<)"),
    "deep-brackets": ("[" * 100_000, ":1  nested too deeply; allowed: 12 levels"),
    "deep-closed-brackets": ("[" * 100_000 + "]" * 100_000, ":1  nested too deeply"),
    "deep-braces": ("{a: " * 60_000, ":1  nested too deeply"),
    "deep-blocks": ("\n".join(f"{' ' * i}k:" for i in range(700)), ":13  nested too deeply"),
    "deep-dashes": ("- " * 120_000, ":1  nested too deeply"),
    "deep-questions": ("? " * 120_000, ":1  a list or mapping as a key"),
    "yaml-of-the-future": ("%YAML 9.9\n---\na: 1", ":1  not YAML: found incompatible YAML"),
    "tag-directive": ("%TAG ! tag:evil.example,2000:\n---\n!x a: 1", ":3  a tag (!)"),
    "directive-twice": ("%YAML 1.1\n%YAML 1.1\n---\na: 1", ":2  not YAML: found duplicate"),
    "null-byte": ("id: a\0b", ":1  character U+0000"),
    "only-null-bytes": ("\0" * BIG, ":1  character U+0000"),
    "byte-order-mark": ("\ufeffid: a", MARK),
    "two-byte-order-marks": ("\ufeff\ufeffid: a", MARK),
    "mark-in-the-middle": ("id: a\nname: \ufeffb", ":2  character U+FEFF"),
    "next-line": ("id: a\u0085name: b", ":1  character U+0085"),
    "line-separator": ("id: a\u2028name: b", ":1  character U+2028"),
    "paragraph-separator": ("id: a\n\u2029name: b", ":2  character U+2029"),
    "form-feed": ("id: a\n\fname: b", ":2  character U+000C"),
    "colored-terminal": ("id: \x1b[31mred", ":1  character U+001B"),
    "noncharacter": ("id: \uffff", ":1  character U+FFFF"),
    "just-too-long": ("#" * 256_001, ":1  the file is too long; allowed: 256,000 bytes"),
    "ten-megabytes": ("#" * 10_000_000, ":1  the file is too long"),
    "empty": ("", NOTHING),
    "only-spaces": (" " * BIG, NOTHING),
    "only-line-ends": ("\n" * BIG, NOTHING),
    "only-comments": ("# id: a\n# name: b\n", NOTHING),
    "only-dashes": ("---", NOTHING),
    "only-dots": ("...", ":1  not YAML: did not find expected"),
    "only-null": ("~", NOTHING),
    "many-documents": ("---\n" * 60_000, ":2  a second document"),
    "list-at-the-top": ("- id: a", ":1  a list has the wrong type; allowed: keys with values"),
    "text-at-the-top": ("study", ':1  "study" has the wrong type; allowed: keys with values'),
    "number-at-the-top": ("42", ':1  "42" has the wrong type; allowed: keys with values'),
    "half-json": ('{"id": "half-json", "name": "Study', ":1  not YAML: "),
    "web-page": ("<!DOCTYPE html>\n<body>404: not found</body>", ":2  not YAML: mapping values"),
    "table": ("id,name\na,b\n", ':1  "id,name a,b" has the wrong type'),
    "many-unknown-keys": ("".join(f"k{i}: 1\n" for i in range(25_000)), ":1  id: is missing"),
    "many-keys-twice": ("a: 1\n" * 50_000, ':2  key "a" stands twice'),
}
OTHER_BYTES: dict[str, Hostile] = {
    "utf-16": ("id: a".encode("utf-16"), NOT_TEXT),
    "utf-16-le": ("id: a".encode("utf-16-le"), ":1  character U+0000"),
    "utf-16-be": ("id: a".encode("utf-16-be"), ":1  character U+0000"),
    "utf-32": ("id: a".encode("utf-32"), NOT_TEXT),
    "latin-1": ("name: Máxima".encode("latin-1"), NOT_TEXT),
    "windows-1252": ("name: “a”".encode("cp1252"), NOT_TEXT),
    "invalid-utf-8": (b"id: \xc3\x28", NOT_TEXT),
    "overlong-utf-8": (b"id: \xc0\xaf", NOT_TEXT),
    "surrogate-in-utf-8": (b"id: \xed\xa0\x80", NOT_TEXT),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", NOT_TEXT),
}


def texts() -> dict[str, Hostile]:
    """All of them by the name of the file, which is also the id of the study."""
    return (
        OTHER_BYTES
        | dict((*numbers(), *characters(), *spoilt(), *very_many()))
        | {name: (text.encode(), said) for name, (text, said) in WHOLE.items()}
    )


def numbers() -> Iterator[tuple[str, Hostile]]:
    """A study whose N is typed in so many ways."""
    for i, typed in enumerate(PATIENTS):
        shown = SHAPES.get(typed) or f'"{" ".join(typed.strip(QUOTES).split())}"'
        yield patients(f"patients-{i}", typed, f"{shown} {NUMBER}")
    for typed, allowed in NOT_POSSIBLE.items():
        said = f'"{int(typed)}" is not possible; allowed: {allowed}'
        yield patients(f"patients-of-{typed.replace('-', 'minus-')}", typed, said)
    for name, typed in LONG_NUMBERS.items():
        yield patients(name, typed, f'"{typed[:57]}…" {NUMBER}')


def patients(name: str, typed: str, said: str) -> tuple[str, Hostile]:
    return name, (study(name, "    n: 25\n", f"    n: {typed}\n"), f":17  results[1].n: {said}")


def characters() -> Iterator[tuple[str, Hostile]]:
    for name, (text, said) in CHARACTERS.items():
        yield name, (study(name, "A small study", text), f":4  summary: odd character {said}")


def spoilt() -> Iterator[tuple[str, Hostile]]:
    """One piece of a sound study replaced."""
    tables = {"A small study": SUMMARIES, "{year: 2020}": CITATIONS, "events: 20": EVENTS}
    for old, table in tables.items():
        for name, (new, said) in table.items():
            yield name, (study(name, old, new), said)
    for name, (old, new, said) in ELSEWHERE.items():
        yield name, (study(name, old, new), said)


def very_many() -> Iterator[tuple[str, Hostile]]:
    """So many things that to look at each beside each other would take minutes."""
    for name, (old, new, said) in {
        "many-items": (
            "results:",
            f"facts: [{'1,' * 100_000}1]\nresults:",
            ":12  the list is too long",
        ),
        "many-values": (
            "results:",
            f"facts:\n{MANY_LISTS}results:",
            ":68  more values than a study has",
        ),
        "many-sources": ("{paper:", f"{{{MANY_ODD_KEYS}paper:", ":9  sources.K0: "),
        "many-unknown-sources": (
            "sources: {",
            f"overlaps:\n{MANY_OVERLAPS}sources: {{{MANY_SOURCES}",
            ':10  overlaps[1].source: unknown source "q0"',
        ),
        "many-cohorts": (
            "results:",
            f"{MANY_COHORTS}results:",
            ":12  cohorts[2].parent: unknown",
        ),
        "deep-cohorts": (
            "results:",
            f"{DEEP_COHORTS}results:",
            ":20  cohorts[10].parent: nested too deeply",
        ),
        "many-roots": (
            "results:",
            f"{MANY_ROOTS}results:",
            ":10  cohorts: without parent: all, r0",
        ),
    }.items():
        yield name, (study(name, old, new), said)


MANY_LISTS = f"- [{'1,' * 900}1]\n" * 120
MANY_ODD_KEYS = "".join(f"K{i}: 1, " for i in range(20_000))
MANY_SOURCES = "".join(f"s{i}: {{name: J}}, " for i in range(5_000))
MANY_OVERLAPS = "".join(
    f"- {{study: a{i}, relation: same, basis: stated, source: q{i}, place: p}}\n"
    for i in range(999)
)
MANY_COHORTS = "".join(
    f"  - {{id: c{i}, name: n, parent: q, split_by: x, {SAID}}}\n" for i in range(998)
)
DEEP_COHORTS = "".join(
    f"  - {{id: c{i}, name: n, parent: {f'c{i - 1}' if i else 'all'}, split_by: x, {SAID}}}\n"
    for i in range(990)
)
MANY_ROOTS = "".join(f"  - {{id: r{i}, name: n, {SAID}}}\n" for i in range(998))
