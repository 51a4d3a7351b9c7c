"""Who changes data, and what they may: editors, their tokens and roles, who stands above whom."""
