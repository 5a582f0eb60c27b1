"""Writers of the data: what a program reads, made from the same catalogue as the pages."""
