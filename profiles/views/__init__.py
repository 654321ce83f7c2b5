"""Views of `profiles`, one file for each part of the site."""
