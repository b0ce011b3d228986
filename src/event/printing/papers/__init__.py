"""Papers for everybody: the handbook, the programme, sheets to sign in, certificates, lists of people."""
