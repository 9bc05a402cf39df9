"""The gate's checks, one family a module; each module lists its own in `CHECKS`."""
