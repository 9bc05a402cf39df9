"""What the designer's pages need besides pages: her drafts, the choices she has, previews, a first diagram."""
