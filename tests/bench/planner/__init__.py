"""The planner on the shared instances and on the published benchmark of its route search: `make bench-planner`."""
