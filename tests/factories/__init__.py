"""Makes rows for tests: one file a lower app, each function with sensible defaults."""
