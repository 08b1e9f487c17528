"""Makes the groups of the database follow `roles.py`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from tocsin.insights.roles import POWERS, ROLES, Role

WAGTAILS_OWN = ("Editors", "Moderators")


@transaction.atomic
def sync_roles() -> None:
    """Each role's group has exactly the permissions of the table; other groups stay as they are."""
    for role in ROLES.values():
        group, _ = Group.objects.get_or_create(name=role.name)
        group.permissions.set(_permissions(role))
        _sync_pages(group, role)
        _sync_collections(group, role)


def drop_unused_defaults() -> None:
    """Wagtail's own two groups, where nobody is in them."""
    Group.objects.filter(name__in=WAGTAILS_OWN, user=None).delete()


def _permissions(role: Role) -> Iterator[Permission]:
    yield permission("wagtailadmin", "admin", "access_admin", "Can access Wagtail admin")
    for power in POWERS:
        if power.name in role.powers:
            yield permission("insights", "power", power.name, power.label)
    for model, actions in role.models:
        yield from _model_permissions(model, actions)
    for model, codename in role.more:
        app_label, _, name = model.partition(".")
        yield permission(app_label, name, codename, f"Can {codename.replace('_', ' ')}")


def _model_permissions(model: str, actions: Iterable[str]) -> Iterator[Permission]:
    app_label, _, name = model.partition(".")
    for action in actions:
        yield permission(app_label, name, f"{action}_{name}", f"Can {action} {name}")


def permission(app_label: str, model: str, codename: str, label: str) -> Permission:
    """Made here where `migrate` has not come to it yet."""
    kind, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
    found, _ = Permission.objects.get_or_create(
        content_type=kind, codename=codename, defaults={"name": label}
    )
    return found


def _sync_pages(group: Group, role: Role) -> None:
    wanted = list(_model_permissions("wagtailcore.page", role.pages))
    mine = GroupPagePermission.objects.filter(group=group)
    mine.exclude(permission__in=wanted).delete()
    for root in Page.objects.filter(depth=1):
        for each in wanted:
            mine.get_or_create(group=group, page=root, permission=each)


def _sync_collections(group: Group, role: Role) -> None:
    wanted = [p for model, actions in role.collections for p in _model_permissions(model, actions)]
    mine = GroupCollectionPermission.objects.filter(group=group)
    mine.exclude(permission__in=wanted).delete()
    for root in Collection.objects.filter(depth=1):
        for each in wanted:
            mine.get_or_create(group=group, collection=root, permission=each)
