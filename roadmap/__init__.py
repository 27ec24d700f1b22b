"""What is asked for, planned and done."""
