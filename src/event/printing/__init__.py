"""Everything on paper: badges and the programme, as PDF."""
