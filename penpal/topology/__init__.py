"""The grown installation on one machine, tried while its parts die (`make topology`). For trying out only."""
