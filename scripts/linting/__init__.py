"""The house rules that neither the compiler nor the formatter knows; `scripts/lint` runs them."""
