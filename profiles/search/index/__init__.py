"""The search's copy of what is public, in the memory of each process: sets of listings, orders, counts."""
