"""Lists of documents: opened, read page by page, and proven complete or said not to be."""
