"""What was found, in the forms that people and machines read. One format is one file."""
