import time, pytest, cProfile, pstats
from django.db import connection, transaction
def test_x(db):
    from config.demo import loading
    t=time.time()
    p=cProfile.Profile()
    #p.enable()
    print(loading.load())
    #p.disable()
    print("SECONDS", time.time()-t)
    #pstats.Stats(p).sort_stats("cumtime").print_stats(40)
    with connection.cursor() as c:
        for t_ in "access_unit access_user access_grant canvass_elector canvass_household canvass_street canvass_contactevent canvass_board canvass_boarddoor gotv_votemark gotv_voted organise_member roadmap_support access_auditevent".split():
            c.execute(f"select count(*) from {t_}"); print(t_, c.fetchone())
        c.execute("select kind, payload->>'intention', payload->>'outcome', count(*) from canvass_contactevent group by 1,2,3 order by 1,4"); 
        for r in c.fetchall(): print(r)
        c.execute("select count(distinct elector_id) from canvass_contactevent where kind='answer'"); print(c.fetchone())
        c.execute("select * from canvass_contactevent limit 1"); print(c.fetchone())
