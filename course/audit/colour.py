"""How colours look to others: luminance, contrast, and distances under colour-vision deficiencies.

Sources: relative luminance and contrast from WCAG 2.2; dichromat matrices, on linear RGB, from Machado, Oliveira and
Fernandes (2009), "A physiologically-based model for simulation of color vision deficiency", severity 1.0; distances are
CIE 1976 in L*a*b* with the D65 white.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

VISION: Final[Mapping[str, Floats]] = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
    "greyscale": np.tile([0.2126, 0.7152, 0.0722], (3, 1)),
}
_TO_XYZ: Final = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE: Final = np.array([0.95047, 1.0, 1.08883])

APART: Final[Mapping[str, float]] = {
    "usual": 20.0,
    "protanopia": 20.0,
    "deuteranopia": 20.0,
    "tritanopia": 20.0,
    "greyscale": 9.0,
}
"""The least distance at which two colours are taken to be told apart, by way of seeing; 2.3 is just noticeable."""


def linear(colour: str) -> Floats:
    """Linear red, green and blue, each from 0 to 1, of "#rrggbb"."""
    coded = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    result: Floats = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    return result


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours "#rrggbb", from 1 to 21."""
    lighter, darker = sorted((float(VISION["greyscale"][0] @ linear(colour)) for colour in (one, other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def distance(one: str, other: str, vision: str) -> float:
    """The distance of two colours in L*a*b*, as somebody with this vision (a key of `VISION`) sees them."""
    return nearest_pair((one, other), vision)


def nearest_pair(colours: Sequence[str], vision: str) -> float:
    """The distance in L*a*b* between the two colours, of two or more, that look most alike."""
    seen = [_lab(np.clip(VISION[vision] @ linear(colour), 0, 1)) for colour in colours]
    return min(float(np.linalg.norm(one - other)) for one, other in itertools.combinations(seen, 2))


def confused(one: str, other: str) -> tuple[str, ...]:
    """The ways of seeing under which two colours are not told apart; none for a good pair."""
    return tuple(vision for vision, least in APART.items() if distance(one, other, vision) < least)


def lightness(colour: str) -> float:
    """L* of a colour "#rrggbb", from 0 (black) to 100 (white)."""
    return float(_lab(linear(colour))[0])


def _lab(rgb: Floats) -> Floats:
    scaled = (_TO_XYZ @ rgb) / _WHITE
    root = np.where(scaled > (6 / 29) ** 3, np.cbrt(scaled), scaled / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])
