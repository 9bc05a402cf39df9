"""A civil date as papers and tables of the office write it."""

from datetime import date


def written_day(day: date) -> str:
    """2026年3月16日."""
    return f"{day.year}年{day.month}月{day.day}日"
