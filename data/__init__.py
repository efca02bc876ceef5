"""Everything that is true without a browser: studies, filters, numbers and views."""
