"""One file per operation, named after its parameter: RopeParam is in rope.py."""
