"""A visit's page in the hands of a person: seen as frames, moved by mouse and keys."""
