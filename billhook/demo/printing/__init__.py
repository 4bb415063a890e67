"""Documents on paper: one module a layout, one sheet that they all draw on."""
