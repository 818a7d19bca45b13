"""The palette: one field that finds every act, panel, setting, word and heading of the guide."""
