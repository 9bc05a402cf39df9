"""The public site: citizens and companies, without an account."""
