"""See Inside: what lies behind the shell."""
