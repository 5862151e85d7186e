"""Whole archives: more articles than a memory holds, read as a stream, worked on in parts, and written as rows."""
