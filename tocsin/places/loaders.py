"""The two sets of this app: the boundaries of districts, and the postal codes that lie in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

import shapely
from django.utils.timezone import localdate
from shapely.geometry.base import BaseGeometry

from tocsin.core.datasets import MAY_SHRINK, Diff, Missing, Progress, Refused, Snapshot, merge
from tocsin.places import postal, shapes, sources
from tocsin.places.divisions import ensure
from tocsin.places.margins import EXACT, GENERALIZED
from tocsin.places.models import Boundary, CurrentQuerySet, PostalDistrict, PostalPoint
from tocsin.places.sources import Sheet

STEPS = 4
"""Reading and storing are counted by shapes; the index is worth so many times as much."""


class Districts:
    name = "districts"
    label = "Boundaries of districts"
    additive = True  # maps of several Congresses stand side by side; each is judged by itself

    def files(self, folder: Path) -> list[Path]:
        places = [folder, *sorted(folder.glob("boundaries*"))]
        found = [
            p for place in places if place.is_dir() for p in sorted(place.iterdir()) if _is_map(p, folder)
        ]
        if not found:
            raise Missing(
                f"districts: {folder} has no boundaries119/*.geojson.gz and no Census *_cd119_*.zip"
            )
        return found

    def read(self, folder: Path, progress: Progress) -> Snapshot:
        sheets: list[Sheet] = []
        files = self.files(folder)
        for done, path in enumerate(files):
            progress(done, len(files) * STEPS)
            sheets += sources.read(path)
        sheets = sources.best(sheets)
        if not sheets:
            raise Refused("districts: the files have no district in them")
        warnings = [
            f"{sheet.division} ({sheet.vintage}) crosses itself; it was mended"
            for sheet in sheets
            if not sheet.shape.is_valid
        ]
        boundaries: list[Boundary] = []
        groups = _groups(sheets)
        for number, group in enumerate(groups):
            boundaries += drawn(group)
            progress(len(groups) + (number + 1) * (STEPS - 1), len(groups) * STEPS)
        districts = sum(1 for b in boundaries if b.kind == "cd" and b.layer == Boundary.Layer.MAIN)
        return Snapshot(
            as_of=max((b.valid_from for b in boundaries if b.valid_from), default=localdate()),
            rows=districts // len({b.vintage for b in boundaries if b.kind == "cd"} or {""})
            or len(boundaries),
            source=", ".join(path.name for path in files)[:200],
            payload=boundaries,
            warnings=warnings,
        )

    def apply(self, snapshot: Snapshot, progress: Progress) -> Diff:
        boundaries: Sequence[Boundary] = snapshot.payload
        ensure(b.division_id for b in boundaries)
        diff, groups = Diff(), _by_map(boundaries)
        for number, ((kind, vintage, layer), rows) in enumerate(groups.items()):
            stored = Boundary.objects.filter(kind=kind, vintage=vintage, layer=layer)
            if layer == Boundary.Layer.MAIN:
                newest = Boundary.objects.filter(kind=kind).on(localdate()).order_by("-vintage").first()
                _judge(f"districts: {kind}", vintage, len(rows), stored.count(), newest)
            diff += merge(Boundary, rows, key=["division_id", "vintage", "layer"], within=stored)
            progress(number + 1, len(groups))
        in_force = Boundary.objects.filter(kind="cd", layer=Boundary.Layer.MAIN).on(localdate())
        _say_what_counts(snapshot, in_force)
        return diff


def _is_map(path: Path, folder: Path) -> bool:
    """In the folder itself only files that say by their name what they are."""
    name = path.name.lower()
    if not name.endswith(sources.SUFFIXES) or not path.is_file():
        return False
    return path.parent != folder or bool(sources.CONGRESS.search(name)) or "_sld" in name


def _judge(name: str, vintage: str, rows: int, known: int, newest: Boundary | PostalDistrict | None) -> None:
    if newest and vintage < newest.vintage and known == 0:
        raise Refused(f"{name}: these are of {vintage}, older than those of {newest.vintage} that are loaded")
    if rows < known * MAY_SHRINK:
        raise Refused(
            f"{name}: only {rows:,} rows where {known:,} of {vintage} are loaded; the file looks truncated"
        )


def _say_what_counts(snapshot: Snapshot, in_force: CurrentQuerySet) -> None:
    """The date and the size of the set are those of what is in force today, whatever lies ready beside it."""
    first = in_force.order_by("valid_from").first()
    if first:
        snapshot.as_of, snapshot.rows = first.valid_from or snapshot.as_of, in_force.count()


def _groups(sheets: Iterable[Sheet]) -> list[list[Sheet]]:
    """The shapes of one kind and vintage, which lie beside each other."""
    groups: dict[tuple[str, str], list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        groups[sheet.kind, sheet.vintage].append(sheet)
    return list(groups.values())


def _by_map(boundaries: Iterable[Boundary]) -> dict[tuple[str, str, str], list[Boundary]]:
    rows: dict[tuple[str, str, str], list[Boundary]] = defaultdict(list)
    for boundary in boundaries:
        rows[boundary.kind, boundary.vintage, boundary.layer].append(boundary)
    return rows


def drawn(sheets: Sequence[Sheet]) -> list[Boundary]:
    """What is stored of one map: shapes made valid and cut, gaps of the main layer, and the cells of the index."""
    main = [(sheet, shapes.valid(sheet.shape)) for sheet in sheets if not sheet.gap]
    coarse = [(sheet, shapes.valid(sheet.shape)) for sheet in sheets if sheet.gap]
    cut = [shapes.pieces(shape) for _sheet, shape in main]
    tree = shapes.rough([shape for _sheet, shape in main])
    exact = {sheet.division for sheet, _shape in main if sheet.margin == EXACT}
    open_ = [shapes.gaps(shape, tree, sheet.division in exact) for sheet, shape in coarse]
    cells = _cells(main, cut, [sheet for sheet, _shape in coarse], open_)
    rows = [_row(s, shape, parts, cells[s.division]) for (s, shape), parts in zip(main, cut, strict=True)]
    for (sheet, shape), gaps in zip(coarse, open_, strict=True):
        rows.append(_row(sheet, shape, [piece for gap in gaps for piece in shapes.pieces(gap)], b""))
    return rows


def _cells(
    main: Sequence[tuple[Sheet, BaseGeometry]], cut: Sequence[Sequence[BaseGeometry]],
    coarse: Sequence[Sheet], open_: Sequence[Sequence[BaseGeometry]],
) -> dict[str, bytes]:  # fmt: skip
    """By division. A gap belongs to the division whose it is by the coarse map."""
    if not main:
        return {}
    names = sorted({sheet.division for sheet, _shape in main} | {sheet.division for sheet in coarse})
    index = {name: number for number, name in enumerate(names)}
    margins = dict.fromkeys(names, GENERALIZED) | {s.division: s.margin for s, _shape in main}
    ground = shapes.ground(
        [shape for _sheet, shape in main] + [gap for gaps in open_ for gap in gaps],
        [*cut, *open_],
        [index[sheet.division] for sheet, _shape in main] + [index[sheet.division] for sheet in coarse],
        [margins[name] for name in names],
        [True] * len(main) + [False] * len(coarse),
    )
    return {name: cells.tobytes() for name, cells in zip(names, ground.cells(), strict=True)}


def _row(sheet: Sheet, shape: BaseGeometry, parts: Sequence[BaseGeometry], cells: bytes) -> Boundary:
    valid_from, valid_to = sources.validity(sheet.vintage)
    return Boundary(
        division_id=sheet.division,
        kind=sheet.kind,
        layer=Boundary.Layer.GAP if sheet.gap else Boundary.Layer.MAIN,
        vintage=sheet.vintage,
        valid_from=valid_from,
        valid_to=valid_to,
        source=sheet.source,
        margin=sheet.margin,
        wkb=bytes(shapely.to_wkb(shape)),
        pieces=shapes.pack(parts),
        cells=cells,
    )


class Zips:
    name = "zips"
    label = "Postal codes"
    additive = True

    def files(self, folder: Path) -> list[Path]:
        found = [
            path for name in postal.FILES for place in (folder / "zips", folder) for path in place.glob(name)
        ]
        if not found:
            raise Missing(f"zips: {folder} has no zips/zccd.csv and no tab20_cd…_zcta520_natl.txt")
        return sorted(found)[-1:]

    def read(self, folder: Path, progress: Progress) -> Snapshot:
        path = self.files(folder)[0]
        vintage, pairs, warnings = postal.read(path)
        valid_from, valid_to = sources.validity(vintage)
        rows = [
            PostalDistrict(
                code=code, division_id=division, vintage=vintage, valid_from=valid_from, valid_to=valid_to
            )
            for code, division in sorted(pairs)
        ]
        points = [PostalPoint(**facts) for facts in postal.points()]
        progress(1, 2)
        return Snapshot(
            as_of=valid_from or localdate(),
            rows=len(rows),
            source=path.name,
            payload=(rows, points),
            warnings=warnings,
        )

    def apply(self, snapshot: Snapshot, progress: Progress) -> Diff:
        rows, points = snapshot.payload
        ensure(row.division_id for row in rows)
        diff = Diff()
        for vintage, some in groupby(rows, key=lambda row: str(row.vintage)):
            stored, new = PostalDistrict.objects.filter(vintage=vintage), list(some)
            newest = PostalDistrict.objects.on(localdate()).order_by("-vintage").first()
            _judge("zips", vintage, len(new), stored.count(), newest)
            diff += merge(PostalDistrict, new, key=["code", "division_id", "vintage"], within=stored)
        progress(1, 2)
        diff += _merged_points(points)
        progress(2, 2)
        _say_what_counts(snapshot, PostalDistrict.objects.on(localdate()))
        return diff


def _merged_points(points: Sequence[PostalPoint]) -> Diff:
    """The code is the key, so rows are written as a whole."""
    known = PostalPoint.objects.in_bulk()
    facts = ("kind", "state", "lat", "lon")
    added = [p for p in points if p.code not in known]
    changed = [
        p
        for p in points
        if p.code in known and any(getattr(p, f) != getattr(known[p.code], f) for f in facts)
    ]
    gone = set(known) - {p.code for p in points}
    PostalPoint.objects.filter(pk__in=gone).delete()
    PostalPoint.objects.bulk_create(
        [*added, *changed],
        batch_size=5000,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=facts,
    )
    return Diff(len(added), len(changed), len(gone))


DISTRICTS, ZIPS = Districts(), Zips()
