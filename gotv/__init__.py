"""Polling day: elections, stations, tellers, vote marks, knock-ups, the dashboard."""
