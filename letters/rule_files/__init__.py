"""Bringing in files of rules, one system to a document, with a look at every difference before anything is stored."""

from letters.rule_files.comparing import Change, Comparison, apply, compare
from letters.rule_files.reading import FileError, read_documents

__all__ = ["Change", "Comparison", "FileError", "apply", "compare", "read_documents"]
