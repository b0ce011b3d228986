"""The programme as a public page and as calendars to subscribe to."""
