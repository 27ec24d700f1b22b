"""The SQL order and the rule must agree on every street that anybody can think of."""

from __future__ import annotations

from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canvass.queries import walking as in_sql
from canvass.rules import walking

_WORDS = st.sampled_from(
    [
        "",
        "A",
        "b",
        "B",
        "é",
        "É",
        "Flat",
        "FLAT",
        "flat ",
        "2",
        "10",
        "007",
        "The Maltings",
        "Ground Floor",
        "upper",
        " Flat",
        "/",
        "-",
        " ",
        "½",
        "ß",
    ]
)
_TEXT = st.one_of(
    st.lists(_WORDS, max_size=4).map("".join),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12),
)
_DOORS = st.lists(
    st.builds(
        walking.Door,
        street_id=st.one_of(st.none(), st.integers(1, 3)),
        number=st.one_of(st.none(), st.integers(0, 30), st.integers(0, 2**31 - 1)),
        suffix=_TEXT,
        building=_TEXT,
        flat=_TEXT,
        flat_number=st.one_of(st.none(), st.integers(0, 12)),
        district_id=st.integers(1, 2),
    ),
    min_size=2,
    max_size=12,
)
_STREETS = st.lists(st.tuples(_TEXT, _TEXT), min_size=3, max_size=3)


@given(doors=_DOORS, streets=_STREETS)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_sql_order_is_the_rule(db: None, doors: list[walking.Door], streets: list[tuple[str, str]]) -> None:
    numbered = [
        walking.Door(
            **{
                **vars(door),
                "household_id": at,
                "street": "" if door.street_id is None else streets[door.street_id - 1][0],
                "locality": "" if door.street_id is None else streets[door.street_id - 1][1],
            }
        )
        for at, door in enumerate(doors, start=1)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH s AS (SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS s(id, name, locality)),
            h AS (SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::text[], %s::text[], %s::text[],
                                       %s::int[], %s::bigint[])
                  AS h(id, street_id, number, number_suffix, building, flat, flat_number, polling_district_id))
            SELECT h.id FROM h LEFT JOIN s ON s.id = h.street_id ORDER BY {in_sql.ORDER}
            """,
            [
                [1, 2, 3],
                [name for name, _ in streets],
                [locality for _, locality in streets],
                *(
                    [getattr(door, field) for door in numbered]
                    for field in (
                        "household_id",
                        "street_id",
                        "number",
                        "suffix",
                        "building",
                        "flat",
                        "flat_number",
                        "district_id",
                    )
                ),
            ],
        )
        found = [row[0] for row in cursor.fetchall()]
    assert found == [door.household_id for door in sorted(numbered, key=walking.place)]
