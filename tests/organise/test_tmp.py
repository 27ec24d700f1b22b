import time
from organise.actions import imports
HEAD = "Membership number,First name,Last name,Email,Status,Joined,Branch\n"
def test_x(cast, scope):
    for label in ("First","Second"):
        rows="".join(f"N{n},{label},Last{n},n{n}@members.example,Paid up,1/2/2020,\n" for n in range(20000))
        t=time.time(); f=imports.read(unit=cast.wexcombe,file_name="x",content=(HEAD+rows).encode(),by=cast.marian); print("read",time.time()-t,f.counts)
        t=time.time(); imports.approve(member_import=f,by=cast.marian); print("approve",time.time()-t)
    t=time.time(); imports.take_back(member_import=f,by=cast.marian); print("back",time.time()-t)
