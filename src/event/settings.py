"""Every environment name the product reads, once."""

from functools import cache
from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What an installation may set; each field's description is its line in the README."""

    model_config = SettingsConfigDict(env_prefix="EVENT_", frozen=True, extra="ignore")

    var: Path = Field(default=Path("var"), description="Folder for the database, keys, mail and logs.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port of the web server.")
    host: str = Field(default="127.0.0.1", description="Address the web server listens on.")
    public_url: str = Field(
        default="",
        description="Address guests see, used in mails and links; empty: http://localhost:PORT.",
    )
    database_url: str = Field(
        default="", description="PostgreSQL 15 or newer to use instead of the embedded one."
    )
    smtp_url: str = Field(
        default="",
        description="Mail server, smtp://user:password@host:587 or smtps://…; "
        "empty: mails are files under VAR/mail.",
    )
    mail_from: str = Field(
        default="event@localhost", description="Sender address of every mail the system sends."
    )
    mails_per_minute: int = Field(
        default=60, ge=1, le=10_000, description="Mails a minute to addresses of one domain, at most."
    )
    web_workers: int = Field(default=2, ge=1, le=16, description="Web server processes.")
    trusted_proxies: str = Field(
        default="",
        description="Addresses of reverse proxies whose X-Forwarded-For is believed, separated by commas.",
    )
    map_tiles: str = Field(
        default="",
        description="Address of map tiles with {z}, {x} and {y}; empty: the map of routes is drawn on plain ground.",
    )
    map_attribution: str = Field(default="", description="Whom the map tiles are owed to, shown on the map.")
    api_schema: bool = Field(
        default=False, description="Publish /schema and /schema/openapi.json; the demo does."
    )

    @field_validator("var")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @property
    def address(self) -> str:
        """The public address, without a slash at its end."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def proxies(self) -> list[str]:
        return [part.strip() for part in self.trusted_proxies.split(",") if part.strip()]


@cache
def settings() -> Settings:
    """The settings of this process; `settings.cache_clear()` reads the environment again."""
    return Settings()
