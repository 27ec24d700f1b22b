import pytest
from tests.journeys import packs
OUT="/tmp/phone-tsc/shots/"
@pytest.mark.parametrize("tag,w,h,theme,districts",[("k740",360,740,"",("HH3",)),("k640",360,640,"",("HH3",)),("k320",320,740,"",("HH3","HH4","HH5A")),("kdark",360,740,"dark",("HH3","HH4")),("ksun",360,740,"sunlight",("HH3",)),("kwide",1280,800,"",("HH3",))])
def test_k(protocol, phone, console, tag,w,h,theme,districts):
    html = packs.keypad_page(districts)
    if theme: html=html.replace('class="glass-page', f'class="glass-page theme-{theme}')
    protocol.pages["/k/"] = html
    phone.set_viewport_size({"width":w,"height":h})
    n=[0]
    def shot():
        phone.wait_for_timeout(350)
        n[0]+=1
        phone.screenshot(path=f"{OUT}{tag}-{n[0]:02}.png")
    vs={"1268":"counted","4410":"not_here","307.1":"counted","882/2":"already_in"}
    protocol.judge=lambda e: {"status":"stored","detail":{"verdict":vs.get((e["payload"] or {}).get("typed"),"counted")}} if e["kind"]!="undo" else {"status":"stored"}
    phone.goto(protocol.url+"/k/"); shot()
    for t in ("307.1","4410","882/2","1268"):
        phone.keyboard.type(t); phone.keyboard.press("Enter")
    phone.wait_for_timeout(2600)
    phone.keyboard.type("1274/1"); shot()
    phone.get_by_role("button",name="Voted").click()
    phone.get_by_role("button",name="Undo 1274/1").click(); 
    for k in "12": phone.get_by_role("button",name=k,exact=True).click()
    phone.get_by_role("button",name="stroke").click()
    phone.get_by_role("button",name="point").click()
    phone.get_by_role("button",name="Voted").click(); shot()
    phone.get_by_role("button",name="Rub out").click()
    phone.locator("summary").click(); shot()
    phone.locator("summary").click();
    phone.locator("#sync").click(); shot()
