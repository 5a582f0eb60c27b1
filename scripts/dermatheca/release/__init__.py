"""Releases: permanent snapshots of the site that never change, with their records. After the build; it uses all steps."""
