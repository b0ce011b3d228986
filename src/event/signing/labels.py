"""What people call the fields of an agreement, a batch and a project."""

from collections.abc import Mapping
from typing import Any

from event.language import Message, translated
from event.signing.tables import TextState

LABELS: dict[str, Message] = {
    "code": Message("Code"), "name_zh": Message("Name in Chinese"), "name_en": Message("Name in English"),
    "agreement_type": Message("Type of agreement"), "batch": Message("Batch"), "precedence": Message("Turn in the batch"),
    "project": Message("Project of the pool"), "amount": Message("Amount"), "currency": Message("Currency"),
    "rate": Message("Rate"), "rate_date": Message("Day of the rate"), "approximate": Message("About that much"),
    "doctors": Message("Doctors"), "masters": Message("Masters"), "other_talents": Message("Other talents"),
    "industry": Message("Industry"), "town": Message("Town"), "content_zh": Message("Content in Chinese"),
    "content_en": Message("Content in English"), "service_team": Message("Service team"),
    "confidential": Message("Confidential"), "text_state": Message("State of the text"),
    "text_said": Message("State in your own words"), "text_languages": Message("Languages of the text"),
    "copies": Message("Copies"), "witnesses": Message("Witnesses"), "organisation_zh": Message("Organization in Chinese"),
    "organisation_en": Message("Organization in English"), "registration_number": Message("Unified social credit code"),
    "country": Message("Country or region"), "is_host": Message("Host's side"), "guest": Message("Number of the guest"),
    "title_zh": Message("Position in Chinese"), "title_en": Message("Position in English"), "phone": Message("Phone"),
    "stand_in": Message("Stands in"), "stand_in_title": Message("Position of who stands in"),
    "stand_in_guest": Message("Guest number of who stands in"), "stand_in_phone": Message("Phone of who stands in"),
    "assistant": Message("Assistant"), "card_printed": Message("Table card printed"), "number": Message("Number"),
    "starts_at": Message("Begins"), "hosts": Message("Hosts"), "assistants": Message("Assistants"),
    "withdrawn": Message("Withdrawn"), "site": Message("Site"), "intensity": Message("Investment intensity"),
    "period": Message("Time to build"), "planned_investment": Message("Planned investment"),
    "expected_output": Message("Expected output a year"), "expected_jobs": Message("Expected jobs"),
    "responsible_unit": Message("Responsible unit"), "brochure_zh": Message("Text of the brochure, simplified Chinese"),
    "brochure_hant": Message("Text of the brochure, traditional Chinese"), "brochure_en": Message("Text of the brochure, English"),
    "parties": Message("Parties"), "signatories": Message("Signatories"), "team": Message("Members of the service team"), "text_file": Message("File of the text"),
    "erased": Message("Data of a guest erased"),
}  # fmt: skip

TEXT_LABELS: dict[TextState, Message] = {
    TextState.DRAFT: Message("Draft"), TextState.CHECKED: Message("Checked"), TextState.FINAL: Message("Final"),
    TextState.PRINTED: Message("Printed"),
}  # fmt: skip


def field_said(name: str, language: str) -> str:
    """A field of a change in the reader's language: 乙.signatory.stand_in is 乙方 Stands in."""
    party, _, field = name.rpartition(".")
    label = LABELS.get(field)
    said = translated(label, language) if label else field
    mark = party.partition(".")[0]
    return f"{mark}方 {said}" if mark else said


def changes_said(changes: Mapping[str, Any], language: str) -> list[tuple[str, Any, Any]]:
    """What was changed, each field as it is called, with what it was and is."""
    return [(field_said(name, language), before, after) for name, (before, after) in changes.items()]
