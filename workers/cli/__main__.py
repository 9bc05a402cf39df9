"""`python -m workers.cli`: the command of the interpreter that runs it, for the children of `banjie up`."""

from workers.cli import main

main(prog_name="banjie")
