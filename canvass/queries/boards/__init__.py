"""Reading boards: what can be picked, how far each is, and the doors with their people."""
