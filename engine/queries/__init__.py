"""Reading only: what pages and reports list, one module a list. No act of the engine depends on it."""
