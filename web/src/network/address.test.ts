import { expect, test } from "vitest";
import { asked, read, write } from "./address";

const LINK = "region=territory%2Fr&date=2026-11-22&selected=body%2Fa&relations=coordinates%2Cagreement";

test("a link says the same after it was read and written", () => {
  expect(write(read("?" + LINK))).toBe(LINK);
});

test("the server is not asked anew for what is only marked", () => {
  expect(asked(read(LINK))).toBe("region=territory%2Fr&date=2026-11-22&relations=coordinates%2Cagreement");
});

test("a parameter may be repeated or joined by commas, as forms and links do", () => {
  expect(read("levels=regional&levels=municipal,federal").levels).toEqual(["regional", "municipal", "federal"]);
});

test("nothing chosen is an empty address", () => {
  expect(write(read("?view=scheme"))).toBe("");
});
