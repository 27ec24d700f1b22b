"""The ground: no models, no knowledge of any app. A module enters when two apps need it."""
