"""The durable work: the only room that knows all lower ones."""
