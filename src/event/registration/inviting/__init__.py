"""Links that let somebody in: personal invitations, delegation links, lost links."""
