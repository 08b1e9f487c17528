"""BILLSTATUS 3 XML, as GovInfo publishes it. Its user guide: github.com/usgpo/bill-status."""

from __future__ import annotations

from typing import Any

from lxml import etree

from tocsin.bills.records import BillRecord, record_of

LISTS = frozenset({"item", "summary", "recordedVote"})
"""What is wrapped in a list by its parent."""
LEFT_OUT = frozenset(
    {
        "amendments",
        "textVersions",
        "subjects",
        "notes",
        "cboCostEstimates",
        "committeeReports",
        "constitutionalAuthorityStatementText",
    }
)


def bill_of_xml(data: bytes, name: str) -> BillRecord:
    """ValueError in one line, also where it is cut off or hostile."""
    if b"<!ENTITY" in data or 0 <= data.find(b"<!DOCTYPE") < data.find(b"<billStatus"):
        raise ValueError("it declares entities, which no bill does")
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        raise ValueError(f"it is not whole XML ({str(error).splitlines()[0]})") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("it declares entities, which no bill does")
    version = (root.findtext("version") or root.findtext("bill/version") or "").strip()
    if version.split(".")[0] != "3":
        known = f" but {version[:10]}" if version else ""
        raise ValueError(f"it is not BILLSTATUS 3{known}; get the current file from govinfo.gov")
    bill = root.find("bill")
    if bill is None:
        raise ValueError("it holds no bill")
    return record_of({part.tag: _plain(part) for part in bill if part.tag not in LEFT_OUT}, name)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _plain(element: etree._Element) -> Any:
    """Text; a list, where the parts are those of a list; or facts by name."""
    if not len(element):
        return (element.text or "").strip() or None
    if element[0].tag in LISTS:
        return [_plain(part) for part in element]
    return {part.tag: _plain(part) for part in element}
