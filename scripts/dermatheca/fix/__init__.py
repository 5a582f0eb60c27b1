"""Mend what is mechanical: the order of fields and references, blanks, the form of dates and identifiers.

Only the characters that are wrong change; comments and the author's layout stay. What was mended is read again and
compared with what was meant, so that a file is mended rightly or not at all.
"""
