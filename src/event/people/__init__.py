"""People who work with the system, what each may do, the trail they leave, and persons across editions."""
