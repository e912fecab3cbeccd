"""What operators of one kind have in common: limits, shapes, short declarations, arithmetic."""
