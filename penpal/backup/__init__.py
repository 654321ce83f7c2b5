"""Backups: everything the site holds in one encrypted file, and the way back.

`archive` is the file, `tables` the database in it, `files` the media, `making` and `restoring` the two ways, `keys`
who can open it, `ledgers` what is known of withdrawals since.
"""
