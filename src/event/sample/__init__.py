"""A fictional gathering to look at: three languages, families, a programme, doors; in the near future."""

from event.sample.loading import SLUG, load_sample

__all__ = ["SLUG", "load_sample"]
