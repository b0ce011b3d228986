"""Published versions of the programme: what guests see while the office works on."""
