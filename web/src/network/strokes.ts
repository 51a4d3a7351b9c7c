/** What several layers of the picture share: fonts, sizes, shapes, written words. */

import type { NetNode } from "./answer";
import type { Spot } from "./layout";
import { shapeOf } from "./looks";
import type { Pen } from "./pen";

/** How the stage is moved: a point of the layout is at `x * scale + dx` of the window. */
export interface Camera {
  scale: number;
  dx: number;
  dy: number;
}

export interface Window {
  width: number;
  height: number;
}

/** A body and where it is seen. */
export interface Seen {
  node: NetNode;
  here: Spot;
}

export const FONT = "Noto Sans, DejaVu Sans, sans-serif";
export const LINE_HEIGHT = 14.5;
const SIZES: Record<string, number> = { federal: 9, regional: 8.5, municipal: 7, institution: 5 };

export const sizeOf = (level: string): number => SIZES[level] ?? 6;

/** Add a level's shape to the path. */
export function trace(pen: Pen, level: string, { x, y }: Spot, size: number): void {
  const shape = shapeOf(level);
  if (shape === "diamond") {
    pen.moveTo(x, y - size * 1.25);
    pen.lineTo(x + size * 1.25, y);
    pen.lineTo(x, y + size * 1.25);
    pen.lineTo(x - size * 1.25, y);
    pen.closePath();
  } else if (shape === "square") {
    pen.rect(x - size * 0.9, y - size * 0.9, size * 1.8, size * 1.8);
  } else if (shape === "triangle") {
    pen.moveTo(x, y - size * 1.15);
    pen.lineTo(x + size * 1.1, y + size * 0.85);
    pen.lineTo(x - size * 1.1, y + size * 0.85);
    pen.closePath();
  } else {
    pen.moveTo(x + size, y);
    pen.arc(x, y, size, 0, Math.PI * 2);
  }
}

/** Write a line of text with a halo, so that it is read over lines. */
export function written(pen: Pen, text: string, { x, y }: Spot, colour: string, halo: string): void {
  pen.lineWidth = 3.5;
  pen.lineJoin = "round";
  pen.strokeStyle = halo;
  pen.strokeText(text, x, y);
  pen.fillStyle = colour;
  pen.fillText(text, x, y);
}

/** Return a text in lines no wider than `width` pixels, where its words allow. */
export function wrapped(pen: Pick<Pen, "measureText">, text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line ? `${line} ${word}` : word;
    if (line && pen.measureText(longer).width > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
