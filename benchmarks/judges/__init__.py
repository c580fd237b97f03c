"""How well the two judges judge, on goals and target-periods whose outcome is known."""
