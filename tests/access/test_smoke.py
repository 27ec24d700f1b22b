def test_runtime_role_owns_nothing(cast):
    from django.db import connection
    with connection.cursor() as c:
        c.execute("select current_user, (select tableowner from pg_tables where tablename='access_user')")
        print(c.fetchone())
