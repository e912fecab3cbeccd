"""The aclnn operators: one file each below `ops`, and the two-phase machinery that all of them share."""
