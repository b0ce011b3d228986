"""Whether the system lives and can work; and its figures for a monitor."""

from litestar import Response, get
from litestar.exceptions import HTTPException
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from event.database import fetch_one
from event.people.rules import Permission


@get("/healthz", opt={"public": True}, include_in_schema=False)
async def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@get("/readyz", opt={"public": True}, include_in_schema=False)
async def readyz() -> dict[str, str]:
    """The database answers and is migrated."""
    try:
        row = await fetch_one("SELECT count(*) AS ran FROM migration")
    except Exception as error:
        raise HTTPException(status_code=503) from error
    return {"status": "ready", "migrations": str(row["ran"] if row else 0)}


@get("/metrics", opt={"permission": Permission.AUDIT}, include_in_schema=False)
async def metrics() -> Response[bytes]:
    """Prometheus' figures of this process, for administrators' programs."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
