"""Who you are, which unit, which role, what was done: accounts, units, grants, audit, mail, devices."""
