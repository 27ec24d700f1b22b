// @ts-check
import { isUuid, uuid7 } from "../../static/canvass/offline/ids.js";
import { equal, ok, test } from "./harness.js";

test("a version 7 UUID carries its time and its version", () => {
  const id = uuid7(0x0190aabbccdd, new Uint8Array(10).fill(0xff));
  equal(id, "0190aabb-ccdd-7fff-bfff-ffffffffffff");
  ok(isUuid(id));
});

test("ten thousand ids are ten thousand ids, later ones after earlier ones", () => {
  const ids = Array.from({ length: 10_000 }, (_, at) => uuid7(at));
  equal(new Set(ids).size, ids.length);
  equal([...ids].sort(), ids);
});

test("what is not an id is seen as none", () => {
  for (const value of ["", null, 7, "0190aabb-ccdd-7fff-bfff", uuid7().toUpperCase()]) ok(!isUuid(value), String(value));
});
