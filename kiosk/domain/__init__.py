"""Floor 3: basket, offers, tenders, returns, shift and permissions. Pure: no I/O, no clock, no Qt; time and rules are arguments."""
