"""What surrounds the panels: menus, toolbar, status, docks and their arrangement, theme."""
