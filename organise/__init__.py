"""Members, and what a secretary does every week."""
