"""The site. Its version is that of the newest heading of CHANGELOG.md; `.dev0` while that is "Unreleased"."""

__version__ = "1.0.0.dev0"
