"""Pages as words with boxes, whatever they come from: PDF, scans, HTML, plain text."""
