"""Member bodies: who they are, who acts for them, and how it is known that they are who they say."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.search import index

from tocsin.core.ids import uuid7
from tocsin.organizations import standing

NAME = 300


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def proven(self) -> Self:
        """It is known that whoever acts for them controls them, and nobody doubts who they are."""
        return self.filter(state=standing.PROVEN)

    def there(self) -> Self:
        """All but those that turned out to be another one."""
        return self.exclude(state=standing.MERGED)


class Organization(index.Indexed, ClusterableModel):
    """A body that signs letters and stands behind campaigns. Its state is data: see `standing.py`."""

    class State(models.TextChoices):
        UNPROVEN = standing.UNPROVEN, _("Proof is missing")
        HELD = standing.HELD, _("Waits for a look")
        PROVEN = standing.PROVEN, _("Proven")
        BLOCKED = standing.BLOCKED, _("Blocked")
        MERGED = standing.MERGED, _("Merged into another")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(unique=True, max_length=100)
    name = models.CharField(
        _("name"), max_length=NAME, help_text=_("In full, as your organization writes it")
    )
    language = models.CharField(
        _("language of the name"), max_length=10, default="en", help_text=_("As in “hy” or “en”")
    )
    country = models.CharField(_("country"), max_length=2, help_text=_("Where it is registered or works"))
    registration = models.CharField(
        _("registration"), max_length=200, blank=True, help_text=_("Register and number, if it has one")
    )
    website = models.URLField(_("website"), max_length=300, blank=True)
    email = models.EmailField(_("public email"), max_length=320, blank=True)
    phone = models.CharField(_("public phone"), max_length=60, blank=True)
    logo = models.CharField(max_length=200, blank=True, help_text="Its file below MEDIA_ROOT")
    logo_width = models.PositiveSmallIntegerField(default=0)
    logo_height = models.PositiveSmallIntegerField(default=0)
    logo_rights = models.CharField(
        _("rights in the logo"),
        max_length=300,
        blank=True,
        help_text=_("Who owns it, and where it may be shown"),
    )
    two_person = models.BooleanField(
        _("a second person approves"),
        default=False,
        help_text=_("What one person signs counts only once another one has approved it."),
    )
    state = models.CharField(max_length=12, choices=State, default=State.UNPROVEN)
    proven_at = models.DateTimeField(null=True, blank=True)
    proven_by = models.CharField(max_length=10, blank=True, help_text="The kind of proof that holds")
    blocked = models.CharField(max_length=300, blank=True, help_text="Why staff closed it; empty: it is open")
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    translations = models.JSONField(
        default=dict,
        editable=False,
        db_default={},
        help_text="Language → name, from the other names, by a trigger",
    )
    keys = ArrayField(
        models.CharField(max_length=100), default=list, help_text="To find those that are alike"
    )
    created_at = models.DateTimeField(db_default=Now())

    objects = OrganizationQuerySet.as_manager()
    search_fields = [index.AutocompleteField("name"), index.SearchField("name"), index.FilterField("state")]

    class Meta:
        ordering = ["name"]
        indexes = [GinIndex(fields=["keys"], name="organization_keys")]

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str) -> str:
        """The name in this language where there is one, else the name."""
        return self.name if language == self.language else self.translations.get(language) or self.name

    @property
    def name_here(self) -> str:
        """In the active language."""
        return self.name_in(get_language() or self.language)

    @property
    def all_names(self) -> list[str]:
        return [self.name, *(other.name for other in self.other_names.all())]


class OtherName(models.Model):
    """Another form of its name: another language or script, a short form, a former name."""

    class Kind(models.TextChoices):
        NAME = "name", _("Name in another language")
        SHORT = "short", _("Short form")
        FORMER = "former", _("Former name")

    organization = ParentalKey(Organization, on_delete=models.CASCADE, related_name="other_names")
    name = models.CharField(_("name"), max_length=NAME)
    language = models.CharField(_("language"), max_length=10, blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.NAME)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class MemberQuerySet(models.QuerySet["Member"]):
    def active(self) -> Self:
        return self.filter(ended_at=None)

    def joined(self) -> Self:
        """Those who have shown that they read the mail to their address."""
        return self.active().exclude(joined_at=None)

    def signers(self) -> Self:
        return self.filter(role__in=standing.SIGNING_ROLES)

    def owners(self) -> Self:
        return self.filter(role=standing.OWNER)


class Member(models.Model):
    """A person who acts for an organization, by the links that are mailed to their address."""

    class Role(models.TextChoices):
        OWNER = standing.OWNER, _("Owner: everything, and who else may act")
        SIGNER = standing.SIGNER, _("Signer: signs and approves")
        VIEWER = standing.VIEWER, _("Viewer: reads and comments")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="members")
    name = models.CharField(_("name"), max_length=200)
    title = models.CharField(
        _("title"), max_length=200, blank=True, help_text=_("As in “Executive Director”")
    )
    email = models.EmailField(_("email"), max_length=320)
    email_hash = models.BinaryField(max_length=32)
    language = models.CharField(_("language"), max_length=10, default="en")
    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.SIGNER)
    link = models.UUIDField(
        default=uuid7, unique=True, help_text="What their link stands for; a new one ends the old"
    )
    invited_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    joined_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True, help_text="The last mail to them came back")

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "email_hash"], name="member_once", condition=Q(ended_at=None)
            )
        ]
        indexes = [models.Index(fields=["email_hash"], name="member_email")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def may_sign(self) -> bool:
        return self.ended_at is None and self.role in standing.SIGNING_ROLES

    @property
    def is_owner(self) -> bool:
        return self.ended_at is None and self.role == standing.OWNER


class Proof(models.Model):
    """One attempt to show that who acts for an organization controls it."""

    class Kind(models.TextChoices):
        MAIL = "mail", _("A message to an address of its domain")
        DNS = "dns", _("An entry in its domain's records")
        MANDATE = "mandate", _("A signed mandate, approved by two people")

    class State(models.TextChoices):
        PENDING = "pending", _("Pending")
        PROVEN = "proven", _("Proven")
        REFUSED = "refused", _("Refused")
        ENDED = "ended", _("No longer holds")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="proofs")
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    domain = models.CharField(max_length=253, blank=True)
    address = models.EmailField(
        max_length=320, blank=True, help_text="Where the message went; emptied with time"
    )
    code = models.CharField(max_length=60, blank=True, help_text="What the domain's records must say")
    file = models.CharField(max_length=100, blank=True, help_text="The mandate, below DATA_DIR")
    file_kind = models.CharField(max_length=4, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    note = models.CharField(max_length=500, blank=True, help_text="Why it was refused or ended")
    asked_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Approval(models.Model):
    """One of the two people who looked at a mandate and found it sound."""

    proof = models.ForeignKey(Proof, on_delete=models.CASCADE, related_name="approvals")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    user_name = models.CharField(max_length=200)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proof", "user"], name="approval_once")]

    def __str__(self) -> str:
        return self.user_name


class Likeness(models.Model):
    """Two organizations that may be one, or of which one may imitate the other; staff say which."""

    class Verdict(models.TextChoices):
        OPEN = "open", _("Open")
        DIFFERENT = "different", _("Two different ones")
        SAME = "same", _("One and the same")
        FALSE = "false", _("An impostor")

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="likenesses")
    other = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=40)
    degree = models.FloatField(default=1)
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.OPEN)
    found_at = models.DateTimeField(db_default=Now())
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "other"], name="likeness_once")]
        indexes = [models.Index(fields=["verdict"], name="likeness_open", condition=Q(verdict="open"))]

    def __str__(self) -> str:
        return f"{self.organization_id} ~ {self.other_id}: {self.reason}"
