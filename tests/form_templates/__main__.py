"""`python -m tests.form_templates`: see the package."""

from __future__ import annotations

import sys

from tests.form_templates import main

sys.exit(main(sys.argv[1:]))
