import { expect, test } from "vitest";
import { faded } from "./looks";
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
