"""Starting and watching the server: a small supervisor, the web server, and one process for background work."""
