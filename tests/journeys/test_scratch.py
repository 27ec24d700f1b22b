import pytest
from tests.journeys import packs
OUT="/tmp/phone-tsc/shots/"
def walk(page, protocol, tag, console):
    n=[0]
    def shot():
        page.wait_for_timeout(450)
        n[0]+=1
        page.screenshot(path=f"{OUT}{tag}-{n[0]:02}.png")
    page.goto(protocol.url + "/board/"); shot()
    page.get_by_label("Buses and trains").check()
    page.get_by_role("radio", name="Labour", exact=True).click(); shot()
    page.get_by_role("radio", name="8", exact=True).click(); shot()
    protocol.judge = lambda e: {"status":"rejected","code":"WRONG_ORG","message":"This is not about anybody of this unit."}
    page.get_by_role("button", name="More").click(); shot()
    page.get_by_role("button", name="Do not contact").click(); shot()
    page.get_by_role("button", name="Do not contact").click(); shot()
    page.wait_for_timeout(2500)
    page.get_by_role("button", name="Previous door") if False else None
    page.get_by_role("button", name="1 needs attention").click(); shot()
    page.get_by_role("button", name="Close").click()
    page.locator("#left").click(); shot()
    page.get_by_role("button", name="23", exact=False).first.click(); shot()
    
@pytest.mark.parametrize("tag,w,h,theme",[("p740",360,740,""),("p640",360,640,""),("p320",320,740,""),("dark",360,740,"dark"),("sun",360,740,"sunlight"),("wide",1280,800,"")])
def test_a(protocol, phone, console, tag,w,h,theme):
    html = packs.board_page(packs.reference_doors())
    if theme: html=html.replace('class="glass-page', f'class="glass-page theme-{theme}')
    protocol.pages["/board/"] = html
    phone.set_viewport_size({"width":w,"height":h})
    walk(phone, protocol, tag, console)
