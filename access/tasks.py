"""Jobs of access: ids in, one action, safe to run twice."""
