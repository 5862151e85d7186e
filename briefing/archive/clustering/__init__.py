"""Stories of a whole archive, by windows of days: more articles than a memory holds, the earliest first."""
