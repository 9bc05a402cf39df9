"""How each event of a case's history reads, a room of them a module."""
