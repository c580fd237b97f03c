"""The screens of kptui: the Textual half, imported only by `kptui.__main__`."""
