"""Names for simulated participants: common first names and made-up surnames, so that nobody real is meant."""

from __future__ import annotations

from typing import Final

_FIRST: Final = """
Aisha Alan Amir Angela Bronwen Carlos Chloe Colin Daniel Deborah Ewan Farah Fiona Gareth Grace Hannah Imran Ingrid
Jacob Joanne Kiran Laura Leon Maria Marcus Megan Nadia Nigel Olivia Owen Priya Rachel Robert Samira Sean Sunita
Thomas Uzma Victor Wendy
"""

_LAST: Final = """
Aldercroft Ashmere Barrowdene Bexworth Birchall-Moss Brackenrigg Calderstone Copplethwaite Darrowby Denholme-Vale
Eastlow Elmsgate Fernilee Fieldmarch Garthdale Greywell Hazelmoor Holmecroft Inglestead Kirkmarsh Lambrigg Larkfold
Marlbeck Millgarth Netherlow Oakenshore Penwortham-Hill Quernmoor Ravenstall Rushbeck Saltersgate Sandlow Stonecliffe
Thornbarrow Underlow Wainscar Westerdene Whinfold Wrayholme Yarrowdale
"""

FIRST_NAMES: Final = tuple(_FIRST.split())
LAST_NAMES: Final = tuple(_LAST.split())
