import { expect, test } from "vitest";
import type { State } from "./answer";
import { faded, LIGHT, lineOf } from "./looks";
import { SvgPen } from "./pen";

const ruler = { font: "", measureText: (text: string) => ({ width: text.length * 6 }) as TextMetrics };

test("names are written as text, never as markup", () => {
  const pen = new SvgPen(ruler);
  pen.fillText("<b>ИРО & Ко</b>", 1, 2);
  const image = pen.image(10, 10, "#fff", "a < b");
  expect(image).not.toContain("<b>");
  expect(image).toContain("ИРО");
  expect(image).toContain("a &#60; b");
});

test("a stroke is a path with its dash and width", () => {
  const pen = new SvgPen(ruler);
  pen.setLineDash([7, 3]);
  pen.lineWidth = 2;
  pen.strokeStyle = "#123456";
  pen.beginPath();
  pen.moveTo(0, 0);
  pen.quadraticCurveTo(5, 5, 10, 0);
  pen.stroke();
  expect(pen.image(10, 10, "#fff", "")).toContain(
    '<path d="M0 0Q5 5 10 0" fill="none" stroke="#123456" stroke-width="2" stroke-dasharray="7 3"/>',
  );
});

test("a faded colour lies between the paper and itself", () => {
  expect(faded("#000000", "#ffffff", 0)).toBe("#ffffff");
  expect(faded("#000000", "#ffffff", 1)).toBe("#000000");
  expect(faded("#ff0000", "#0000ff", 0.5)).toBe("#800080");
});

test("no sign of a text or a colour is markup", () => {
  const pen = new SvgPen(ruler);
  pen.fillStyle = '"/><script>';
  pen.fillText('a & "b" < c > d', 1, 2);
  const image = pen.image(10, 10, "#fff", "");
  expect(image).toContain("a &#38; &#34;b&#34; &#60; c &#62; d");
  expect(image).toContain('fill="&#34;/&#62;&#60;script&#62;"');
});

test("a turned name is turned in the file, too, and the next one is not", () => {
  const pen = new SvgPen(ruler);
  pen.save();
  pen.translate(3, 4);
  pen.rotate(Math.PI / 2);
  pen.fillText("turned", 0, 0);
  pen.restore();
  pen.fillText("upright", 0, 0);
  const [turned, upright] = pen.image(10, 10, "#fff", "").match(/<text .*?<\/text>/g) ?? [];
  expect(turned).toContain('transform="translate(3 4)rotate(90)"');
  expect(upright).not.toContain("transform");
});

test("each state of a link has a look of its own, told without its colour", () => {
  const states: State[] = ["in-force", "planned", "expiring", "expired", "ghost"];
  for (const relation of ["coordinates", "agreement", "trains", "unit-of", "monitors", "other"]) {
    const looks = states.map((state) => lineOf(LIGHT, relation, state));
    expect(new Set(looks.map((one) => `${one.dash.join()}|${one.width}`)).size).toBe(states.length);
  }
});
