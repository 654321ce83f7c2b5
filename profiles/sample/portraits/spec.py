"""What a portrait shows, as plain values; everything the drawing and its alternative text need."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PortraitSpec:
    """One drawn woman. Words are keys of the palettes and of the tables of shapes beside this file.

    turn: how far the features are shifted to a side, in drawing units; tilt: degrees, clockwise.
    """

    seed: int
    age: str
    family: str
    skin: str
    hair: str
    hair_colour: str
    brow_colour: str
    face: str
    eyes: str
    iris: str
    brows: str
    nose: str
    mouth: str
    freckles: bool
    glasses: str
    earrings: str
    scarf_colour: str
    garment: str
    garment_colour: str
    trim_colour: str
    ground: str
    ground_colour: str
    tilt: float
    turn: float
    hair_side: int
