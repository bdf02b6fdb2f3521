"""People who sign in, what they are in the office, and their sign-ins."""
