"""Dossiers (卷宗): one case as one file with everything of it, and a digest by which it is known again."""
