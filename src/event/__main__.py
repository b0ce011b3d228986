"""`python -m event` and the script `event`."""

import sys

_INTERRUPTED = 130


def main() -> None:
    """Run the command line; Ctrl-C ends it without a word, also while it is being loaded."""
    try:
        from event.cli import event  # noqa: PLC0415 - see above

        event(prog_name="event")
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


if __name__ == "__main__":
    main()
