"""The catalogue as data for others: JSON documents, tables, feeds, and what describes them."""
