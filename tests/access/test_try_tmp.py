import pytest
def test_it(cast, client, clp, django_capture_on_commit_callbacks):
    b = cast.client(cast.marian)
    for path in ("", "access/", "access/ended/", "access/give/", "access/roles/", "access/units/", "access/record/", "access/settings/", "access/mail/"):
        r = b.get("/u/wexcombe/"+path)
        print(path, r.status_code)
        assert r.status_code==200, path
    r = b.post("/u/wexcombe/access/give/", {"email":"new@example.org","name":"New P","role":"canvasser","starts_on":"2030-01-01","reason":"x"})
    print(r.status_code, r.get("Location"))
    r = b.get("/u/wexcombe/access/")
    assert "New P" in r.content.decode()
    for path in ("", "access/", "access/ended/", "access/give/", "access/roles/", "access/units/", "access/record/", "access/settings/", "access/mail/"):
        r = b.get("/u/wexcombe/"+path)
        assert r.status_code==200, path
    r = b.get("/dev/mail"); print(r.status_code)
    r = client.get("/accounts/login/"); print(r.status_code)

def test_setup(client, db, monkeypatch):
    from access import middleware
    monkeypatch.setattr(middleware, "_set_up", False)
    r = client.get("/"); print(r.status_code, r["Location"])
    r = client.get("/setup/"); print(r.status_code)
    r = client.post("/setup/", {"unit_name":"Wex", "person_name":"A B","email":"a@b.org","password":"correct horse battery"})
    print(r.status_code, r.get("Location"), r.content[:2000] if r.status_code==200 else "")
    r = client.get(r["Location"]); print(r.status_code)
    print(r.content.decode())
