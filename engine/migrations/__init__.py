"""The steps by which a database gets from one release's schema to the next, in Alembic's form."""
