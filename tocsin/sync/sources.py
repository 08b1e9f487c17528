"""Which sets of public data there are, how each is loaded, and where it is published."""

from __future__ import annotations

from importlib import import_module

from tocsin.core.datasets import Loader

LOADERS = {
    "officials": "tocsin.officials.loaders:OFFICIALS",
    "committees": "tocsin.officials.loaders:COMMITTEES",
    "districts": "tocsin.places.loaders:DISTRICTS",
    "zips": "tocsin.places.loaders:ZIPS",
    "forms": "tocsin.officials.forms_data:FORMS",
    "bills": "tocsin.bills.loaders:BILLS",
}
"""In the order in which they are loaded: a later one may refer to an earlier one."""

CONGRESS = "https://unitedstates.github.io/congress-legislators"
CENSUS = "https://www2.census.gov/geo"
FILES: dict[str, dict[str, str]] = {
    "officials": {
        "congress-legislators/legislators-current.yaml": f"{CONGRESS}/legislators-current.yaml",
        "congress-legislators/executive.yaml": f"{CONGRESS}/executive.yaml",
        "congress-legislators/legislators-social-media.yaml": f"{CONGRESS}/legislators-social-media.yaml",
        "openstates-people/people.tar.gz": "https://github.com/openstates/people/archive/refs/heads/main.tar.gz",
    },
    "committees": {
        "congress-legislators/committees-current.yaml": f"{CONGRESS}/committees-current.yaml",
        "congress-legislators/committee-membership-current.yaml": f"{CONGRESS}/committee-membership-current.yaml",
    },
    "forms": {
        "contact-congress/contact-congress.tar.gz": (
            "https://github.com/unitedstates/contact-congress/archive/refs/heads/main.tar.gz"
        )
    },
    "districts": {
        f"boundaries119/cb_2024_us_cd119_{scale}.zip": f"{CENSUS}/tiger/GENZ2024/shp/cb_2024_us_cd119_{scale}.zip"
        for scale in ("500k", "20m")
    },
    "zips": {
        "zips/tab20_cd11920_zcta520_natl.txt": (
            f"{CENSUS}/docs/maps-data/data/rel2020/cd-sld/tab20_cd11920_zcta520_natl.txt"
        )
    },
}
"""By set: path in the folder, official address. Bills are those that are known here."""


def loader(name: str) -> Loader:
    module, _, attribute = LOADERS[name].partition(":")
    found: Loader = getattr(import_module(module), attribute)
    return found


def files_of(name: str) -> dict[str, str]:
    return bill_files() if name == "bills" else FILES[name]


def bill_files() -> dict[str, str]:
    from tocsin.bills.models import Bill

    found: dict[str, str] = {}
    for pk in Bill.objects.values_list("pk", flat=True):
        congress, kind, number = pk.split("/")
        file = f"BILLSTATUS-{congress}{kind}{number}.xml"
        found[f"billstatus/{file}"] = f"https://www.govinfo.gov/bulkdata/BILLSTATUS/{congress}/{kind}/{file}"
    return found
