"""How an official is addressed when no editor has said otherwise: by the office, never by a guess at “Mr.” or “Ms.”."""

from __future__ import annotations

from typing import NamedTuple


class Form(NamedTuple):
    """`{name}` is the family name."""

    short_name: str
    salutation: str


FORMS: dict[str, Form] = {
    "representative": Form("Representative {name}", "Dear Representative {name},"),
    "delegate": Form("Delegate {name}", "Dear Delegate {name},"),
    "resident commissioner": Form("Resident Commissioner {name}", "Dear Resident Commissioner {name},"),
    "senator": Form("Senator {name}", "Dear Senator {name},"),
    "president of the united states": Form("President {name}", "Dear President {name},"),
    "vice president of the united states": Form("Vice President {name}", "Dear Vice President {name},"),
    "state senator": Form("State Senator {name}", "Dear Senator {name},"),
    "state representative": Form("State Representative {name}", "Dear Representative {name},"),
    "assembly member": Form("Assembly Member {name}", "Dear Assembly Member {name},"),
    "state delegate": Form("State Delegate {name}", "Dear Delegate {name},"),
    "council member": Form("Council Member {name}", "Dear Council Member {name},"),
    "governor": Form("Governor {name}", "Dear Governor {name},"),
    "lieutenant governor": Form("Lieutenant Governor {name}", "Dear Lieutenant Governor {name},"),
    "attorney general": Form("Attorney General {name}", "Dear Attorney General {name},"),
    "ambassador": Form("Ambassador {name}", "Dear Ambassador {name},"),
}
"""By role, in lower case."""
OTHERWISE = Form("{name}", "Dear {name},")


def form_of(role: str, *, name: str, family_name: str) -> Form:
    """Filled in. An office that the table does not know is addressed by the whole name."""
    known = FORMS.get(role.casefold())
    form, used = (known, family_name) if known and family_name else (OTHERWISE, name)
    return Form(form.short_name.format(name=used), form.salutation.format(name=used))
