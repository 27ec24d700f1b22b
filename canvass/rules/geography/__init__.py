"""Places on the map without a map: the national grid, outlines, what lies inside them and how one cuts another."""
