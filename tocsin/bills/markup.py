"""Plain text out of the HTML in titles, actions and summaries of records. Nothing of it is ever shown as HTML."""

from __future__ import annotations

from lxml import etree

BLOCKS = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "table"}
)
UNSEEN = frozenset(
    {"script", "style", "template", "head", "title", "iframe", "object", "noscript", "textarea"}
)


def line(text: object) -> str:
    """One line of plain text."""
    return " ".join(_text(str(text or "")).split())


def paragraphs(text: object) -> str:
    """Plain text; a blank line between paragraphs."""
    lines = (" ".join(part.split()) for part in _text(str(text or "")).split("\n"))
    return "\n\n".join(part for part in lines if part)


def _text(text: str) -> str:
    if "<" not in text and "&" not in text:
        return text
    if not text.strip():
        return ""
    flat = text.replace("\r", " ").replace("\n", " ")
    parser = etree.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    root = etree.fromstring(f"<body>{flat}</body>", parser)
    return "" if root is None else "".join(_pieces(root))


def _pieces(root: etree._Element) -> list[str]:
    """In document order and without recursion: markup may be nested deeply."""
    found: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        unseen, starts = element.tag in UNSEEN, event == "start"
        if element.tag in BLOCKS:
            found.append("\n")
        if starts:
            hidden += unseen
            if not hidden:
                found.append(element.text or "")
            continue
        hidden -= unseen
        if not hidden:
            found.append(element.tail or "")
    return found
