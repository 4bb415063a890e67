"""Elements that NiceGUI lacks, each with its own small script, and the parts made of plain ones."""
