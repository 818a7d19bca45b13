"""What stands around the network: strip, foot, hover label, popups and menus."""
