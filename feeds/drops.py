"""What a parcel is as files in a folder, here or on a server: its own, then the facts about it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from feeds.facts import enclosure_name, ending, facts, stem
from model.deliveries import Acknowledgement, Parcel


@dataclass(frozen=True, slots=True)
class File:
    """One file: its name in ASCII letters, digits, dots, hyphens and underscores, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Drop:
    """The files of a parcel: the first is its own. The facts come last: then all is complete."""

    files: tuple[File, ...]
    facts: File

    def acknowledged(self, *, known: bool) -> Acknowledgement:
        """The proof that it lies there, or did so already."""
        name = self.files[0].name
        return Acknowledgement(name, f"{name}: {'was there already' if known else 'stored'}.")


def drop_of(parcel: Parcel) -> Drop:
    """The files of a parcel, the facts as JSON."""
    # The key makes the name this parcel's own, whatever supplier and number say.
    name = f"{stem(parcel)}_{hashlib.sha256(parcel.key.encode()).hexdigest()[:12]}"
    files = [File(f"{name}{ending(parcel)}", parcel.content)]
    if parcel.enclosure:
        beside = enclosure_name(parcel, parcel.enclosure, name)
        files.append(File(beside, parcel.enclosure.content))
    told = json.dumps(facts(parcel), ensure_ascii=True, indent=2).encode() + b"\n"
    return Drop(tuple(files), File(f"{name}.json", told))


def taken_by_another(file: File) -> str:
    """What is said where a file of this name is there with other content."""
    return f"{file.name} is there with other content; move it away, then send again."
