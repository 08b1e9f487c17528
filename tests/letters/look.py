"""What the tests of signing share: the list as readers see it, and a signature's history."""

from __future__ import annotations

from tests.organizations import scene as bodies
from tocsin.letters import freezing, roll, signing, versions
from tocsin.letters.models import Letter, LetterVersion, Signature, SignatureEvent
from tocsin.organizations import registering
from tocsin.organizations.models import Member, Organization


def up(letter: Letter) -> LetterVersion:
    version = versions.current(letter)
    assert version is not None
    return version


def look(letter: Letter) -> roll.Roll:
    return roll.roll(letter, up(letter), freezing.in_force(letter), "en")


def listed(found: roll.Roll) -> list[str]:
    return [entry.name for group in found.groups for entry in group.entries]


def names(entries: list[roll.Entry]) -> list[str]:
    return [entry.name for entry in entries]


def history(signature: Signature) -> list[str]:
    return list(
        SignatureEvent.objects.filter(signature=signature).order_by("id").values_list("verb", flat=True)
    )


def needs_two(body: Organization) -> None:
    registering.change(organization=body, two_person=True)


def two(body: Organization) -> tuple[Member, Member]:
    needs_two(body)
    return bodies.member(body, "Anna"), bodies.member(body, "Berta", role="signer")


def state(signature: Signature) -> str:
    return Signature.objects.get(pk=signature.pk).state


def ask(letter: Letter, email: str = "pat@example.org", name: str = "Pat Example") -> None:
    signing.sign_as_person(
        letter=letter,
        claim=signing.Claim(name=name, title="Teacher"),
        email=email,
        country="FR",
        affiliation="A School",
        language="fr",
        version=up(letter),
    )


def person() -> Signature:
    return Signature.objects.people().get()
