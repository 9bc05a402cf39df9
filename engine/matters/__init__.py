"""The catalogue of matters (事项目录): what may be applied for, under which conditions, by when, of whom."""
