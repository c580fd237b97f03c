"""Bare programs that do the least that a program of this kind must do, to compare with."""
