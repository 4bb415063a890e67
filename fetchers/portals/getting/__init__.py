"""Getting files, through the fenced browser alone: one for a row, or those of many together."""
