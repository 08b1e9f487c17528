"""Two records of one body become one; an impostor is closed."""

from __future__ import annotations

import pytest

from tests.organizations import scene
from tests.organizations.deeds import at_once, refused, staff
from tocsin.core.models import AuditEntry
from tocsin.organizations import merging, registering, standing
from tocsin.organizations.models import Likeness, Member, Organization, OtherName
from tocsin.organizations.registering import Name

pytestmark = pytest.mark.django_db
V = Likeness.Verdict


def states(*bodies: Organization) -> list[str]:
    found = dict(Organization.objects.values_list("pk", "state"))
    return [found[body.pk] for body in bodies]


def alike(newer: Organization, older: Organization) -> Likeness:
    found, _new = Likeness.objects.get_or_create(organization=newer, other=older, defaults={"reason": "same"})
    registering.restate(newer.pk)
    return found


def roles(body: Organization) -> dict[str, str]:
    return dict(body.members.active().values_list("name", "role"))


def test_a_second_record_in_another_script_is_held_until_staff_have_looked() -> None:
    first = scene.organization("Հայաստանի գետեր", language="hy", website="https://rivers.am")
    second = scene.organization("Rivers of Armenia", website="https://rivers.am/en")
    assert states(first, second) == [standing.PROVEN, standing.HELD]
    merging.decide(user=staff(), likeness=Likeness.objects.get(), verdict=V.DIFFERENT)
    assert states(first, second) == [standing.PROVEN, standing.PROVEN]
    registering.change(organization=second, name="The Rivers of Armenia")
    assert states(second) == [standing.PROVEN]


def test_names_and_members_go_to_the_one_that_stays() -> None:
    kept, gone = scene.organization("River Watch"), scene.organization("Women of the Lake")
    registering.change(organization=gone, others=[Name("WL", "en", "short"), Name("river watch", "en")])
    both = scene.member(kept, "Anna", email="anna@example.org")
    scene.member(gone, "Anna", email="anna@example.org")
    scene.member(gone, "Berta")
    merging.merge(user=staff(), organization=gone, into=kept)
    assert states(kept, gone) == [standing.PROVEN, standing.MERGED]
    assert roles(kept) == {"Anna": standing.OWNER, "Berta": standing.VIEWER}
    assert list(kept.members.active().filter(name="Anna")) == [both]
    assert gone.members.active().count() == 0
    others = OtherName.objects.filter(organization=kept).values_list("name", "kind")
    assert set(others) == {("Women of the Lake", "name"), ("WL", "short")}
    gone.refresh_from_db()
    assert (gone.merged_into, gone.name) == (kept, "Women of the Lake")
    found = registering.create(name="Women of the Lake", language="en", country="AM")
    assert kept.pk in found.likenesses.values_list("other", flat=True)


def test_of_two_that_are_one_the_older_stays() -> None:
    older, newer = scene.organization("River Watch"), scene.organization("Women of the Lake")
    merging.decide(user=staff(), likeness=alike(newer, older), verdict=V.SAME)
    assert states(older, newer) == [standing.PROVEN, standing.MERGED]


def test_but_not_where_only_the_newer_has_proven_itself() -> None:
    squatter = scene.organization("River Watch", proven=False)
    scene.member(squatter, "Max")
    real = scene.organization("Women of the Lake")
    scene.member(real, "Anna")
    with refused("proof"):
        merging.merge(user=staff("ann"), organization=real, into=squatter)
    merging.decide(user=staff(), likeness=alike(real, squatter), verdict=V.SAME)
    assert states(real, squatter) == [standing.PROVEN, standing.MERGED]
    assert roles(real) == {"Anna": standing.OWNER, "Max": standing.VIEWER}


def test_a_decision_is_made_once() -> None:
    older, newer = scene.organization("River Watch"), scene.organization("Women of the Lake")
    likeness = alike(newer, older)
    merging.decide(user=staff(), likeness=likeness, verdict=V.DIFFERENT)
    with refused("decided"):
        merging.decide(user=staff("bob"), likeness=likeness, verdict=V.FALSE)
    assert states(newer) == [standing.PROVEN]


def test_an_impostor_is_closed_whatever_it_proves() -> None:
    real, impostor = scene.organization("River Watch"), scene.organization("Women of the Lake")
    merging.decide(user=staff(), likeness=alike(impostor, real), verdict=V.FALSE)
    impostor.refresh_from_db()
    assert (impostor.state, impostor.blocked) == (standing.BLOCKED, "impostor")
    registering.change(organization=impostor, website="https://other.example.org")
    assert states(real, impostor) == [standing.PROVEN, standing.BLOCKED]
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"organization.false", "organization.blocked"} <= verbs


def test_what_was_blocked_comes_back_as_what_it_was() -> None:
    proven, unproven = scene.organization("River Watch"), scene.organization("Lake", proven=False)
    for body in (proven, unproven):
        merging.block(user=staff(body.slug), organization=body, reason="Complaint")
    assert states(proven, unproven) == [standing.BLOCKED] * 2
    for body in (proven, unproven):
        merging.unblock(user=staff(f"{body.slug}-2"), organization=body, reason="Looked at")
    assert states(proven, unproven) == [standing.PROVEN, standing.UNPROVEN]


def test_nobody_is_blocked_without_a_reason() -> None:
    body = scene.organization()
    with refused("reason"):
        merging.block(user=staff(), organization=body, reason="  ")
    assert states(body) == [standing.PROVEN]


def test_whoever_was_like_the_one_that_is_gone_is_now_like_the_one_that_stays() -> None:
    kept, gone = scene.organization("River Watch"), scene.organization("Women of the Lake")
    third, fourth = scene.organization("Mountain House"), scene.organization("Bread and Salt")
    doubt = alike(third, gone)
    alike(fourth, gone)
    merging.decide(user=staff("ann"), likeness=alike(fourth, kept), verdict=V.DIFFERENT)
    assert states(third, fourth) == [standing.HELD] * 2
    merging.merge(user=staff(), organization=gone, into=kept)
    doubt.refresh_from_db()
    assert (doubt.other, doubt.verdict) == (kept, V.OPEN)
    assert states(third, fourth) == [standing.HELD, standing.PROVEN]
    merging.decide(user=staff("bob"), likeness=doubt, verdict=V.SAME)
    assert states(kept, third) == [standing.PROVEN, standing.MERGED]


def test_a_record_is_merged_once_and_never_into_itself() -> None:
    kept, gone = scene.organization("River Watch"), scene.organization("Women of the Lake")
    with refused("merged"):
        merging.merge(user=staff("ann"), organization=kept, into=kept)
    merging.merge(user=staff(), organization=gone, into=kept)
    for one, other in ((gone, kept), (kept, gone)):
        with refused("merged"):
            merging.merge(user=staff(f"of-{one.slug}"), organization=one, into=other)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(2))
def test_two_who_merge_at_once_in_both_directions_leave_one(round_: int) -> None:
    one, two = scene.organization("River Watch"), scene.organization("Women of the Lake")
    scene.member(one, "Anna")
    scene.member(two, "Berta")
    ann, bob = staff("ann"), staff("bob")
    ended = at_once(
        lambda: merging.merge(user=ann, organization=one, into=two),
        lambda: merging.merge(user=bob, organization=two, into=one),
    )
    assert sorted(ended) == ["done", "merged"]
    assert sorted(states(one, two)) == [standing.MERGED, standing.PROVEN]
    assert Member.objects.active().filter(organization__state=standing.PROVEN).count() == 2
