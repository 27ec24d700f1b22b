"""Names in SQL as they are compared: letters alone, small and without accents, so that two spellings are the same."""

_PLAIN = (
    "lower(translate(CASE WHEN octet_length({0}) = length({0}) THEN {0} ELSE "
    "regexp_replace(normalize({0}, NFKD), '[\\u0300-\\u036F]', '', 'g') END, ' -''’.,', ''))"
)
# Of a row that has a surname and forenames; the second with the first forename alone.
NAME = _PLAIN.format("(surname || forenames)")
SHORT = _PLAIN.format("(surname || split_part(forenames, ' ', 1))")
