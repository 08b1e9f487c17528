"""Who may do what, as data. `groups.sync_roles` makes the database follow it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PowerSpec:
    """One thing staff may be allowed to do. `label` stands in Wagtail's form for groups."""

    name: str
    label: str


VIEW_FIGURES, VIEW_ACTIONS, VIEW_PERSONAL = "view_figures", "view_actions", "view_personal"
EXPORT_ACTIONS, END_ACTIONS, SETTLE_MESSAGES = "export_actions", "end_actions", "settle_messages"
VIEW_AUDIT = "view_audit"
RUN_LETTERS, VOUCH = "run_letters", "vouch"

POWERS = (
    PowerSpec(VIEW_FIGURES, "See the figures of every campaign"),
    PowerSpec(VIEW_ACTIONS, "See the list of actions, without personal data"),
    PowerSpec(VIEW_PERSONAL, "See names, addresses and letters"),
    PowerSpec(EXPORT_ACTIONS, "Export actions"),
    PowerSpec(END_ACTIONS, "Void and withdraw actions"),
    PowerSpec(SETTLE_MESSAGES, "Decide about messages that need a person"),
    PowerSpec(VIEW_AUDIT, "See what staff did"),
    PowerSpec(RUN_LETTERS, "Run open letters: put up, freeze, send"),
    PowerSpec(VOUCH, "Decide who an organization is"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """`models`: app.model → actions. `pages` hold in the whole tree, `collections` for all images and documents.

    `more`: app.model → a permission with a name of its own.
    """

    name: str
    label: str
    powers: frozenset[str] = frozenset()
    models: tuple[tuple[str, tuple[str, ...]], ...] = ()
    more: tuple[tuple[str, str], ...] = ()
    pages: tuple[str, ...] = ()
    collections: tuple[tuple[str, tuple[str, ...]], ...] = ()


EDITED = (
    ("campaigns.campaign", ("add", "change", "view")),
    ("officials.official", ("add", "change", "view")),
    ("officials.organization", ("add", "change", "view")),
    ("letters.letter", ("add", "change", "view")),
)
READ = (
    ("officials.official", ("view",)),
    ("officials.organization", ("view",)),
    ("letters.letter", ("view",)),
)
FILES = (
    ("wagtailimages.image", ("add", "change", "choose")),
    ("wagtaildocs.document", ("add", "change", "choose")),
)
PAGES = ("add", "change", "publish", "lock", "unlock")
TRANSLATE = (("simple_translation.simpletranslation", "submit_translation"),)

ORGANIZER = Role(
    name="organizer",
    label="Organizer",
    powers=frozenset(power.name for power in POWERS),
    models=(
        *EDITED,
        ("content.brand", ("change",)),
        ("delivery.webhook", ("add", "change", "delete", "view")),
    ),
    more=TRANSLATE,
    pages=(*PAGES, "bulk_delete"),
    collections=FILES,
)
EDITOR = Role(
    name="editor",
    label="Editor",
    powers=frozenset({VIEW_FIGURES}),
    models=EDITED,
    more=TRANSLATE,
    pages=PAGES,
    collections=FILES,
)
VIEWER = Role(name="viewer", label="Viewer", powers=frozenset({VIEW_FIGURES, VIEW_ACTIONS}), models=READ)

ROLES: dict[str, Role] = {role.name: role for role in (ORGANIZER, EDITOR, VIEWER)}
