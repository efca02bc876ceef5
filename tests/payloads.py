"""Texts that try to act: what markup, formulas, templates or file formats could take for their own.

`PAYLOADS` may stand in any free text of a study file and must be read as they were typed; `NAMES`
are those for names. `REFUSED` and `REFUSED_ADDRESSES` no file may hold. `hostile_library.py` makes
a whole library of them.
"""

from __future__ import annotations

FOREIGN, SOURCES = "foreign.invalid", "sources.invalid"
# What must stand first to act.
FIRST = {
    "formula": f'=HYPERLINK("http://{FOREIGN}","x")',
    "dde": "=cmd|'/C calc'!A0",
    "plus": "+1+1",
    "minus": "-1+1",
    "sum": "@SUM(1,1)",
    "apostrophe": "'=1+1",
    "formula on the second line": "x\n=1+1\n+1",
    "formula after a separator": "x;=1+1;@x\u00b2",
    "heading": "# heading",
    "list": "- item",
    "list after a space": " - item",
    "numbers": "1. one",
    "quote": "> quoted",
    "rule": "---",
    "rule of stars": "* * *",
    "underline of a heading": "===",
    "code by indent": "    indented",
    "fence": "```html <b>x</b> ```",
    "other fence": "~~~ x ~~~",
    "table": "| a | b |\n|---|---|\n| 1 | 2 |",
    "definition of a link": f"[ref]: http://{FOREIGN}/ref",
    "ris": "x\nER  - \nTY  - JOUR\nTI  - second",
    "bibtex": "x}},\n}\n@article{second,\n  title = {{y",
    "front matter": "---\ntitle: x\n---",
}
INSIDE = {
    "script": "<script>alert(1)</script>",
    "svg": "<svg onload=alert(1)>",
    "svg script": "<svg><script>alert(1)</script></svg>",
    "img": "<img src=x onerror=alert(1)>",
    "iframe": "<iframe src=javascript:alert(1)></iframe>",
    "style": "<style>body{display:none}</style>",
    "sheet": f"<link rel=stylesheet href=//{FOREIGN}/x.css>",
    "base": f"<base href=http://{FOREIGN}/>",
    "refresh": f"<meta http-equiv=refresh content='0;url=http://{FOREIGN}/'>",
    "form": f"<form action=http://{FOREIGN}><input name=x></form>",
    "object": f"<object data=http://{FOREIGN}></object><embed src=x>",
    "ends": "</title></style></script></textarea></p></td></table></div>-->",
    "comment": "<!-- x",
    "cdata": "<![CDATA[x]]>",
    "instruction": "<?php echo 1 ?>",
    "entity": "&lt;script&gt;alert(1)&lt;/script&gt; &#x3c;b&#x3e; &amp; &nbsp; &",
    "attribute": '" onmouseover="alert(1)" x=\'',
    "javascript link": "[x](javascript:alert(1))",
    "data link": "[x](data:text/html,<script>alert(1)</script>)",
    "vbscript link": "[x](vbscript:msgbox)",
    "image": f"![x](http://{FOREIGN}/x.png)",
    "link": f"[x](http://{FOREIGN}/link)",
    "reference": "[x][ref] [ref] [^1]",
    "autolink": f"<http://{FOREIGN}/auto>",
    "bare": f"http://{FOREIGN}/bare https://{FOREIGN} www.{FOREIGN} a@{FOREIGN}",
    "more schemes": f"mailto:a@{FOREIGN} ftp://{FOREIGN} //{FOREIGN} file:///etc/passwd",
    "emphasis": "**b** __b__ *i* _i_ ~~s~~ `c` ***bi***",
    "break": "one\\\ntwo  \nthree",
    "katex": r"$\href{javascript:alert(1)}{x}$ $$x^2$$",
    "latex": r"\(x\) \[y\] \input{/etc/passwd} \write18{x}",
    "color": ":red[x] :blue-background[x] :color-background[x] :rainbow[x]",
    "badge": ":badge[x] :green-badge[x] :small[x] :gray[x]",
    "icon": ":material/home: :streamlit: :smile: :+1:",
    "arrows": "-> <- <-> => -- >= <= ~=",
    "directive": "::x[y]{z=1} :::note",
    "braces": "{{7*7}} ${7*7} #{7*7} {0.__class__} %{x} {x} <%= 7*7 %>",
    "percent": "%s%n%d %(x)s %%",
    "plotly": '<a href="javascript:alert(1)">x</a> <b>b</b> <sub>s</sub> <extra>e</extra>',
    "plotly templates": "%{customdata[0]} %{y:.2f} <span style='font-size:99px'>x</span>",
    "mathjax": r"$\unicode{x}$ \require{html} \class{x}{y}",
    "rtl": "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "zalgo": "q\u0321\u0316\u0333\u0300\u0301\u0302\u0303\u0304 x\u0327\u0316\u0333\u0301\u0301",
    "emoji": "\U0001f469\U0001f3fd \U0001f9d1\U0001f3ff \U0001f1f3\U0001f1f1 \u2764",
    "wide": "\u4e2d\u6587 \u65e5\u672c\u8a9e",
    "csv": 'a,b;c"d""e\'f',
    "xml": "]]> &#0; <?xml version='1.0'?> <!DOCTYPE x [<!ENTITY y SYSTEM 'file:///x'>]> &y;",
    "office": "_x0000_ _x0007_ _x000D_ internal:A1 &P &[Page]",
    "rtf": r"{\rtf1\ansi x} \u8364? {\field{\*\fldinst x}}",
    "ansi": r"\x1b[31mred\x1b[0m \033[2J",
    "r": '"); system("x"); (" %>% `x` \\\\ \\" #\'',
    "python": "__import__('os').system('x') {{config}} f'{x}'",
    "sql": "'; DROP TABLE x; --",
    "path": r"../../x ..\..\x /etc/passwd C:\x CON NUL .hidden a/b",
    "header": 'x"; filename="evil.exe',
    "ris inside": "ER  - TY  - JOUR",
    "bibtex inside": '}} @article{x, {{ \\ \\} " #',
}
LONGEST = 1200
LONG = {
    "a word": "w" * (LONGEST - 20),
    "a text": "many words " * ((LONGEST - 20) // 11),
    "breaks": "<br>" * 200,
}
PAYLOADS = FIRST | INSIDE | LONG
# A name stands in charts and menus: as short as that of an own series must be, with its mark.
NAMES = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<b>b</b><br><br><sub>s</sub>",
    "&lt;b&gt; &#x3c;b&#x3e; &amp; &",
    "[x](javascript:alert(1))",
    f"a@{FOREIGN} www.x.invalid",
    r"$\href{//x.invalid}{x}$ $$x$$",
    ":red[x] :material/home: :smile:",
    "**b** _i_ `c` ~~s~~ ![x] #",
    "- item",
    " 1. one",
    "    indented",
    f'=HYPERLINK("//{FOREIGN}")',
    "=cmd|'/C calc'!A0",
    "{{7*7}} ${7*7} {0.__class__} %s",
    '%{x} <extra>e</extra> "quoted"',
    '"); system("x"); # %>% \\',
    "../../x CON .hidden a/b",
    r"}}, } @article{x, \ _x0000_",
    'x"; filename="evil.exe',
    f"![x](//{FOREIGN}/x.png)",
    "\u05e9\u05dc\u05d5\u05dd \u4e2d\u6587 q\u0321\u0316\u0333\u0300\u0301",
    "-> <- -- >= ~= +1 -1",
)
LONGEST_NAME = 40
# Addresses that are valid, and DOIs: each may be a link to where it says, and to nowhere else.
ADDRESSES = (
    f"https://{SOURCES}/a)b](javascript:alert(1))",
    f"https://{SOURCES}/$x$:red[y]**z**`c`{{d}}|e\\)",
    f"https://{SOURCES}/&quot;&lt;script&gt;&#x29;~~f~~#g?h=[i]",
)
DOIS = (
    '10.1/x"><script>alert(1)</script>',
    "10.1/x)[y](javascript:alert(1))",
    "10.1/$x$}}{\\`*_~|'onclick='alert(1)",
)
REFUSED = {
    "text turned around": "a\u202eb",
    "isolated text": "a\u2066b\u2069",
    "left-to-right mark": "a\u200eb",
    "zero-width space": "a\u200bb",
    "joiner": "a\u2060b",
    "family of emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "tag characters": "a\U000e0041b",
    "private letter": "a\ue000b",
    "lone surrogate": "a\ud800b",
    "null": "a\x00b",
    "escape": "a\x1b[31mred",
    "bell": "a\x07b",
    "tab first": "\t=1+1",
    "return first": "\r=1+1",
    "form feed": "a\x0cb",
    "byte order mark": "\ufeffa",
    "line separator": "a\u2028b",
    "space that does not break": "a\u00a0b",
    "wide signs": "\uff1d1\uff0b1",
    "letters that look alike": "p\u0430yp\u0430l",
    "accent apart": "e\u0301",
    "ligature": "\ufb01",
    "word of 2,000 letters": "w" * 2000,
    "10,000 letters": "ten letters" * 910,
    "empty": "",
}
REFUSED_ADDRESSES = (
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox",
    f"http://{FOREIGN}/",
    f"//{FOREIGN}/",
    "file:///etc/passwd",
    f"https://{FOREIGN}/ x",
    f'https://{FOREIGN}/"onmouseover="alert(1)',
    f"https://{FOREIGN}/<script>",
    f"https://{FOREIGN}/'x",
)


def bundled() -> tuple[str, ...]:
    """A text for each payload that must stand first, with some of the others; then the long."""
    first, inside = list(FIRST.values()), list(INSIDE.values())
    parts = [inside[i :: len(first)] for i in range(len(first))]
    together = [" ".join([one, *others]) for one, others in zip(first, parts, strict=True)]
    return *together, *LONG.values()


TEXTS = bundled()
