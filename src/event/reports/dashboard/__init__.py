"""Today at a glance: what the phase of the gathering asks for, charts, and the same for leaders without names."""
