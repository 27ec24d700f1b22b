"""Addresses as registers write them: up to nine lines packed to the left, parsed to flat, number and street."""

from canvass.rules.addresses.parsing import Address, parse
from canvass.rules.addresses.words import POSTCODE, normal, postcode, street_key, written

__all__ = ["POSTCODE", "Address", "normal", "parse", "postcode", "street_key", "written"]
