"""Measuring the site: `make bench PART=search`. Nothing here runs in production."""
