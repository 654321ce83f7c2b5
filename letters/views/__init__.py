"""Views of `letters`, one file for each part of the site."""
