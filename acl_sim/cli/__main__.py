"""`python -m acl_sim.cli` is `acl-sim`."""

import sys

from acl_sim.cli import main

sys.exit(main())
