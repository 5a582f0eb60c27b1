"""Do the sources still say what the catalogue says? Asks public services; changes nothing, and reports.

Every check makes tasks (task.py); the run (run.py) goes through them, remembering what is done in a journal
(journal.py), and the report (report.py) says what was found, and as plainly what could not be checked.
"""
