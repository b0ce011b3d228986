"""The application, put together."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from functools import cache
from typing import Any

from granian.utils.proxies import wrap_asgi_with_proxy_headers
from litestar import Litestar, Request
from litestar.channels import ChannelsPlugin
from litestar.config.compression import CompressionConfig
from litestar.datastructures import CacheControlHeader
from litestar.di import Provide
from litestar.exceptions import HTTPException, ImproperlyConfiguredException
from litestar.openapi import OpenAPIConfig
from litestar.plugins.htmx import HTMXPlugin
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.static_files import create_static_files_router
from litestar.template.config import TemplateConfig
from litestar.types import ASGIApp

from event import __doc__ as about
from event.agenda import api as agenda_api
from event.agenda import item_pages as agenda_items
from event.agenda import pages as agenda_pages
from event.agenda import session_api as agenda_sessions_api
from event.agenda import session_pages as agenda_sessions
from event.agenda.feeds import pages as programme_feeds
from event.agenda.matchmaking import api as matchmaking_api
from event.agenda.matchmaking import own_pages as own_matchmaking
from event.agenda.matchmaking import pages as matchmaking_pages
from event.agenda.publishing import api as programme_versions_api
from event.agenda.publishing import pages as programme_versions
from event.agenda.seating import api as seating_api
from event.agenda.seating import pages as seating_pages
from event.agenda.seating import plan_pages as seating_plans
from event.agenda.signing_up import api as signing_up_api
from event.agenda.signing_up import own_pages as own_signing_up
from event.agenda.signing_up import pages as signing_up_pages
from event.checkin import api as checkin_api
from event.checkin import (
    board_api,
    board_pages,
    checkpoint_api,
    checkpoint_pages,
    conflict_pages,
    desk_api,
    desk_pages,
    device_api,
    device_pages,
    notes_pages,
    paper_pages,
    wall_pages,
)
from event.checkin import import_api as checkin_import_api
from event.checkin import import_pages as checkin_imports
from event.checkin import pages as checkin_pages
from event.checkin.exporting import api as programme_workbook_api
from event.checkin.visit import bus_api, bus_pages, guide_api, guide_pages, late_api, late_pages, meal_pages
from event.database import Busy, connected, server
from event.errors import Refusal
from event.feedback import api as feedback_api
from event.feedback import kinds as _every_list  # noqa: F401 - makes its lists known to the pages that take lists in
from event.feedback import own_pages as own_suggestions
from event.feedback import pages as feedback_pages
from event.feedback import survey_console, survey_pages
from event.gathering import api as gathering_api
from event.gathering import halls_pages
from event.gathering import pages as gathering_pages
from event.gathering.errors import UnknownGathering
from event.gathering.tables import Gathering
from event.http import Form, now_utc, read_form
from event.itinerary.crews import api as crews_api
from event.itinerary.crews import member_pages as crew_member_pages
from event.itinerary.crews import pages as crews_pages
from event.itinerary.exporting import api as visit_lists_api
from event.itinerary.lodging import api as lodging_api
from event.itinerary.lodging import hotel_pages as lodging_hotels
from event.itinerary.lodging import pages as lodging_pages
from event.itinerary.lodging import proposal_pages as lodging_proposals
from event.itinerary.own import api as own_programme_api
from event.itinerary.own import pages as own_programme_pages
from event.itinerary.own import wishes_pages
from event.itinerary.places import api as places_api
from event.itinerary.places import pages as places_pages
from event.itinerary.places import ways_api, ways_pages
from event.itinerary.planning import api as planning_api
from event.itinerary.planning import board_pages as planning_board
from event.itinerary.planning import publishing_api, publishing_pages, rules_api, rules_pages
from event.itinerary.planning import runs_api as planning_runs_api
from event.itinerary.transfers import api as transfers_api
from event.itinerary.transfers import pages as transfers_pages
from event.itinerary.transfers import pickup_pages as transfers_pickups
from event.itinerary.transfers import service_pages as transfers_services
from event.itinerary.transfers import wave_pages as transfers_waves
from event.logs import configure_logs
from event.messages import api as messages_api
from event.messages import pages as messages_pages
from event.messages import words_pages
from event.people import api as people_api
from event.people import pages as people_pages
from event.people import undo_pages
from event.people.rules import Access
from event.places import assets_folder
from event.printing import api as printing_api
from event.printing import own_programme, reprint_page, visa_letters_page
from event.printing import pages as printing_pages
from event.printing.badge_designs import api as badge_designs_api
from event.printing.badge_designs import pages as badge_designs_pages
from event.printing.centre import api as print_centre_api
from event.printing.papers import texts_api, texts_pages
from event.printing.pdf import begin, close_pool
from event.printing.queue import api as print_queue_api
from event.printing.queue import badge_pages, kiosk_page, scanner_api, station_api, station_pages
from event.printing.queue import pages as print_queue_pages
from event.printing.signing import record_api as signing_records_api
from event.printing.signing import record_pages as signing_records
from event.registration import api as registration_api
from event.registration import console as registration_console
from event.registration import limits_api, places_console, replying, reviewing
from event.registration.asking import api as asking_api
from event.registration.asking import editor as form_editor
from event.registration.asking import pages as asking_pages
from event.registration.directory import api as directory_api
from event.registration.directory import console as directory_console
from event.registration.exporting import api as exporting_api
from event.registration.exporting import console as exporting_console
from event.registration.inviting import api as inviting_api
from event.registration.inviting import console as inviting_console
from event.registration.inviting import delegations as delegation_pages
from event.registration.inviting import members as member_pages
from event.registration.inviting import pages as inviting_pages
from event.registration.own import pages as own_pages
from event.registration.queries import Scope, scope_of
from event.registration.reminding import api as reminding_api
from event.registration.reminding import console as reminding_console
from event.reports import api as reports_api
from event.reports import pages as reports_pages
from event.settings import settings
from event.signing import api as signing_api
from event.signing import lists_pages as signing_take_in
from event.signing import pages as signing_pages
from event.signing import project_pages as signing_projects
from event.signing import rules_pages as signing_rules
from event.signing import team_pages as signing_team
from event.signing import text_pages as signing_texts
from event.signing.ceremony import api as ceremony_api
from event.signing.ceremony import batch_pages as signing_batches
from event.signing.ceremony import list_pages as signing_lists
from event.signing.ceremony import pages as signing_ceremony
from event.signing.ceremony import ready_pages as signing_ready
from event.signing.ledger import api as ledger_api
from event.signing.ledger import pages as ledger_pages
from event.tasks import api as tasks_api
from event.tasks import pages as tasks_pages
from event.tasks import usual_pages as tasks_usual
from event.templating import templates
from event.web import health, pages, palette, practice, problems, scanner
from event.web.beside import provide_beside
from event.web.channels import RecoveringBackend
from event.web.door import with_a_door
from event.web.guarding import NotSignedIn, every_route_says_who_may, guard
from event.web.headers import with_security_headers
from event.web.setting_up import api as setting_up_api
from event.web.setting_up import beginning as setting_up_begins
from event.web.setting_up import copying_pages as setting_up_copies
from event.web.setting_up import pages as setting_up_pages

_PRINTING_BEGINS = 20
"""Seconds after the start: the first badge then need not wait for fonts, and a short run pays nothing."""
_LARGEST_BODY = 21 * 1024 * 1024
_until_the_end = ExitStack()
"""What the process holds while it lives: the last one out stops the embedded database."""


def create_app() -> Litestar:
    """The Litestar application; it opens its pool when it starts and closes it when it stops."""
    if os.environ.get("LITESTAR_DEBUG", "").lower() in ("1", "true"):
        raise ImproperlyConfiguredException("LITESTAR_DEBUG shows traces to visitors: unset it.")
    environment = templates()
    environment.globals["asset"] = asset
    app = Litestar(
        route_handlers=[
            health.healthz, health.readyz, health.metrics,
            *pages.HANDLERS, *palette.HANDLERS, *scanner.HANDLERS,
            *gathering_pages.HANDLERS, *halls_pages.HANDLERS,
            *gathering_api.HANDLERS,
            *agenda_api.HANDLERS, *agenda_sessions_api.HANDLERS, *agenda_sessions.HANDLERS, *agenda_items.HANDLERS, *programme_workbook_api.HANDLERS,
            *checkin_import_api.HANDLERS,
            *planning_api.HANDLERS, *planning_runs_api.HANDLERS, *planning_board.HANDLERS,
            *publishing_pages.HANDLERS, *publishing_api.HANDLERS,
            *printing_api.HANDLERS, *print_centre_api.HANDLERS,
            *reports_api.HANDLERS, *people_pages.HANDLERS, *people_api.HANDLERS, *undo_pages.HANDLERS,
            *asking_pages.HANDLERS, *form_editor.HANDLERS, *asking_api.HANDLERS, *own_pages.HANDLERS,
            *inviting_pages.HANDLERS, *delegation_pages.HANDLERS, *member_pages.HANDLERS, *registration_console.HANDLERS, *reviewing.HANDLERS, *replying.HANDLERS,
            *visit_lists_api.HANDLERS, *exporting_api.HANDLERS, *exporting_console.HANDLERS, *visa_letters_page.HANDLERS,
            *directory_console.HANDLERS, *directory_api.HANDLERS,
            *places_console.HANDLERS, *limits_api.HANDLERS, *inviting_console.HANDLERS, *inviting_api.HANDLERS, *registration_api.HANDLERS,
            *checkin_imports.HANDLERS, *agenda_pages.HANDLERS, *programme_feeds.HANDLERS, *matchmaking_pages.HANDLERS, *matchmaking_api.HANDLERS, *own_matchmaking.HANDLERS, *signing_up_pages.HANDLERS, *signing_up_api.HANDLERS, *own_signing_up.HANDLERS, *programme_versions.HANDLERS, *programme_versions_api.HANDLERS, *seating_pages.HANDLERS, *seating_plans.HANDLERS, *seating_api.HANDLERS, *checkin_pages.HANDLERS,
            *checkin_api.HANDLERS, *checkpoint_pages.HANDLERS, *checkpoint_api.HANDLERS,
            *device_pages.HANDLERS, *device_api.HANDLERS, *conflict_pages.HANDLERS, *paper_pages.HANDLERS,
            *board_pages.HANDLERS, *board_api.HANDLERS, *wall_pages.HANDLERS, *notes_pages.HANDLERS,
            *bus_pages.HANDLERS, *bus_api.HANDLERS, *late_pages.HANDLERS, *late_api.HANDLERS,
            *meal_pages.HANDLERS, *guide_pages.HANDLERS, *guide_api.HANDLERS,
            *desk_pages.HANDLERS, *desk_api.HANDLERS, *reprint_page.HANDLERS,
            *print_queue_pages.HANDLERS, *station_pages.HANDLERS, *badge_pages.HANDLERS, *kiosk_page.HANDLERS,
            *print_queue_api.HANDLERS, *station_api.HANDLERS, *scanner_api.HANDLERS,
            *texts_api.HANDLERS, *texts_pages.HANDLERS, *printing_pages.HANDLERS, *badge_designs_pages.HANDLERS, *badge_designs_api.HANDLERS, *messages_pages.HANDLERS,
            *words_pages.HANDLERS, *messages_api.HANDLERS, *reminding_console.HANDLERS, *reminding_api.HANDLERS,
            *reports_pages.HANDLERS, *signing_api.HANDLERS, *ledger_api.HANDLERS,
            *signing_pages.HANDLERS, *ledger_pages.HANDLERS, *signing_take_in.HANDLERS, *signing_projects.HANDLERS, *signing_rules.HANDLERS, *signing_team.HANDLERS, *signing_texts.HANDLERS,
            *transfers_pages.HANDLERS, *transfers_pickups.HANDLERS, *transfers_services.HANDLERS, *transfers_waves.HANDLERS, *transfers_api.HANDLERS,
            *lodging_pages.HANDLERS, *lodging_proposals.HANDLERS, *lodging_hotels.HANDLERS, *lodging_api.HANDLERS,
            *places_pages.HANDLERS, *places_api.HANDLERS, *ways_pages.HANDLERS, *ways_api.HANDLERS,
            *crews_pages.HANDLERS, *crew_member_pages.HANDLERS, *crews_api.HANDLERS,
            *rules_pages.HANDLERS, *rules_api.HANDLERS,
            *own_programme_pages.HANDLERS, *own_programme_api.HANDLERS, *wishes_pages.HANDLERS, *own_programme.HANDLERS,
            *signing_ceremony.HANDLERS, *signing_batches.HANDLERS, *signing_lists.HANDLERS, *signing_ready.HANDLERS,
            *ceremony_api.HANDLERS, *signing_records.HANDLERS, *signing_records_api.HANDLERS,
            *feedback_pages.HANDLERS, *own_suggestions.HANDLERS, *survey_console.HANDLERS, *survey_pages.HANDLERS, *feedback_api.HANDLERS,
            *setting_up_begins.HANDLERS, *setting_up_api.HANDLERS, *setting_up_copies.HANDLERS, *practice.HANDLERS, *setting_up_pages.HANDLERS, *tasks_pages.HANDLERS, *tasks_usual.HANDLERS, *tasks_api.HANDLERS,
            create_static_files_router(
                path="/assets", directories=[assets_folder()], opt={"public": True}, include_in_schema=False,
                cache_control=CacheControlHeader(max_age=31_536_000, immutable=True, public=True),
            ),
        ],
        guards=[guard],
        dependencies={
            "now": Provide(now_utc, sync_to_thread=False),
            "form": Provide(provide_form),
            "access": Provide(provide_access, sync_to_thread=False),
            "gathering": Provide(provide_gathering, sync_to_thread=False),
            "reach": Provide(provide_scope),
            "invitation": Provide(inviting_pages.provide_invitation),
            "invited_to": Provide(inviting_pages.provide_invited_to),
            "beside": Provide(provide_beside, sync_to_thread=False),
            "bus_link": Provide(guide_pages.provide_bus_link),
            "print_station": Provide(station_api.provide_station),
            "own": Provide(own_pages.provide_own),
            "own_gathering": Provide(own_pages.provide_own_gathering),
        },
        exception_handlers={
            Refusal: problems.refused,
            HTTPException: problems.wrong,
            Busy: problems.busy,
            RecursionError: problems.too_deep,
            Exception: problems.broken,
        },
        template_config=TemplateConfig(instance=JinjaTemplateEngine.from_environment(environment)),
        plugins=[HTMXPlugin(), ChannelsPlugin(backend=RecoveringBackend(), arbitrary_channels_allowed=True)],
        openapi_config=OpenAPIConfig(title="event", version="1", description=about) if settings().api_schema else None,
        compression_config=CompressionConfig(backend="gzip", exclude=[r"^/console", r"^/api/(?!v1/device/roster)", r"^/sign-in"]),
        lifespan=[_lifespan],
        request_max_body_size=_LARGEST_BODY,
        logging_config=None,
        debug=False,
    )  # fmt: skip
    every_route_says_who_may(app)
    return app


def application() -> ASGIApp:
    """What the web server runs: the app behind its security headers and proxies."""
    configure_logs()
    _until_the_end.enter_context(server())
    app = with_security_headers(
        with_a_door(create_app()), https=settings().address.startswith("https://"), tiles=settings().map_tiles
    )
    return wrap_asgi_with_proxy_headers(app, settings().proxies) if settings().proxies else app


@asynccontextmanager
async def _lifespan(_: Litestar) -> AsyncIterator[None]:
    loop = asyncio.get_running_loop()
    later = loop.call_later(_PRINTING_BEGINS, loop.run_in_executor, None, begin)
    async with connected(most=20):
        try:
            yield
        finally:
            later.cancel()
            close_pool()


@cache
def _manifest(_changed: int) -> dict[str, str]:
    return dict(json.loads((assets_folder() / "manifest.json").read_text()))


def asset(name: str) -> str:
    """The address of a built asset, with its content's hash in it."""
    changed = (assets_folder() / "manifest.json").stat().st_mtime_ns
    return f"/assets/{_manifest(changed)[name]}"


async def provide_form(request: Request[Any, Any, Any]) -> Form:
    """What was sent, read safely."""
    return await read_form(request)


def provide_access(request: Request[Any, Any, Any]) -> Access:
    """Who is signed in."""
    access = request.state.get("access")
    if not isinstance(access, Access):
        raise NotSignedIn
    return access


def provide_gathering(request: Request[Any, Any, Any]) -> Gathering:
    """The gathering in the address, or the only one the user has."""
    gathering = request.state.get("gathering")
    if not isinstance(gathering, Gathering):
        raise UnknownGathering
    return gathering


async def provide_scope(request: Request[Any, Any, Any]) -> Scope:
    """The delegations the user is limited to, or None."""
    return await scope_of(provide_access(request), provide_gathering(request))
