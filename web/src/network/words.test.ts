import { expect, test } from "vitest";
import { counted, dayOf, fill } from "./words";

test("Russian numbers take their word forms", () => {
  const forms = "орган|органа|органов";
  expect([1, 2, 5, 11, 21, 22].map((n) => counted(n, forms, "ru").replace(/ /g, " "))).toEqual([
    "1 орган",
    "2 органа",
    "5 органов",
    "11 органов",
    "21 орган",
    "22 органа",
  ]);
});

test("English needs two forms only", () => {
  expect(counted(1, "body|bodies", "en")).toBe("1 body");
  expect(counted(3, "body|bodies", "en")).toBe("3 bodies");
});

test("a day is written as the language does", () => {
  expect(dayOf("2026-11-22", "ru")).toBe("22.11.2026");
  expect(dayOf("2026-11-22", "en")).toBe("2026-11-22");
});

test("what no value is given for stays to be seen", () => {
  expect(fill("{a} и {b}", { a: 1 })).toBe("1 и {b}");
});
