"""What the browser fetches beside the pages: blocks of lists, page images, originals."""
