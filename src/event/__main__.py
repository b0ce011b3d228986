"""`python -m event` and the script `event`."""

from event.cli import main

if __name__ == "__main__":
    main()
