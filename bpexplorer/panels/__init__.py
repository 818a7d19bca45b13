"""The docks: one module a panel. Each takes values, draws them, and asks by signals; none knows another."""
