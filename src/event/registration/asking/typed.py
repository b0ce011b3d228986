"""What somebody typed: texts by field, several where a field may come several times."""

from collections.abc import Iterable, Mapping


class Typed(dict[str, list[str]]):
    """Texts by field name, in the order they came."""

    @classmethod
    def of(cls, told: Mapping[str, str | Iterable[str]]) -> "Typed":
        """From texts or lists of texts."""
        return cls({name: [text] if isinstance(text, str) else list(text) for name, text in told.items()})

    def one(self, name: str) -> str:
        """The last text of a field, empty where it is missing."""
        texts = self.get(name)
        return texts[-1] if texts else ""

    def all(self, name: str) -> list[str]:
        """Every text of a field that is not empty."""
        return [text for text in self.get(name, []) if text]

    def part(self, prefix: str) -> "Typed":
        """The fields that begin with a prefix, without it."""
        return Typed(
            {name.removeprefix(prefix): texts for name, texts in self.items() if name.startswith(prefix)}
        )

    @property
    def is_blank(self) -> bool:
        return not any(text.strip() for texts in self.values() for text in texts)
