"""Case coordination for community social workers. Start reading at app.py."""
