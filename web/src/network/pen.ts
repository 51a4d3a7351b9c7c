/** What draws: the part of a canvas's context that the stage uses, and the same written as SVG. */

export type Pen = Pick<
  CanvasRenderingContext2D,
  | "beginPath"
  | "moveTo"
  | "lineTo"
  | "quadraticCurveTo"
  | "closePath"
  | "arc"
  | "rect"
  | "fillRect"
  | "fill"
  | "stroke"
  | "setLineDash"
  | "measureText"
  | "fillText"
  | "strokeText"
  | "save"
  | "restore"
  | "translate"
  | "rotate"
  | "font"
  | "textAlign"
  | "fillStyle"
  | "strokeStyle"
  | "lineWidth"
  | "lineJoin"
>;

const short = (value: number): string => String(Math.round(value * 10) / 10);
const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Writes what is drawn as the elements of an SVG image. */
export class SvgPen {
  font = "12px sans-serif";
  textAlign: CanvasTextAlign = "left";
  fillStyle: string | CanvasGradient | CanvasPattern = "#000000";
  strokeStyle: string | CanvasGradient | CanvasPattern = "#000000";
  lineWidth = 1;
  lineJoin: CanvasLineJoin = "miter";
  #path = "";
  #dash = "";
  #turned = "";
  #kept: string[] = [];
  #drawn: string[] = [];

  /** `ruler` measures texts in the same fonts. */
  constructor(private readonly ruler: Pick<CanvasRenderingContext2D, "font" | "measureText">) {}

  /** Return the image. */
  image(width: number, height: number, paper: string, title: string): string {
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${short(width)} ${short(height)}" ` +
      `width="${short(width)}" height="${short(height)}"><title>${escaped(title)}</title>` +
      `<rect width="100%" height="100%" fill="${paper}"/>${this.#drawn.join("")}</svg>`
    );
  }

  beginPath(): void {
    this.#path = "";
  }
  moveTo(x: number, y: number): void {
    this.#path += `M${short(x)} ${short(y)}`;
  }
  lineTo(x: number, y: number): void {
    this.#path += `L${short(x)} ${short(y)}`;
  }
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void {
    this.#path += `Q${short(cx)} ${short(cy)} ${short(x)} ${short(y)}`;
  }
  closePath(): void {
    this.#path += "Z";
  }
  /** Whole circles only. */
  arc(x: number, y: number, radius: number): void {
    const r = short(radius);
    this.#path += `M${short(x + radius)} ${short(y)}a${r} ${r} 0 1 1 ${short(-2 * radius)} 0a${r} ${r} 0 1 1 ${short(2 * radius)} 0`;
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.#path += `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}Z`;
  }
  fillRect(x: number, y: number, width: number, height: number): void {
    this.#drawn.push(
      `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" fill="${this.#fill}"/>`,
    );
  }
  fill(): void {
    if (this.#path) this.#drawn.push(`<path d="${this.#path}" fill="${this.#fill}"/>`);
  }
  stroke(): void {
    if (!this.#path) return;
    const dash = this.#dash ? ` stroke-dasharray="${this.#dash}"` : "";
    this.#drawn.push(
      `<path d="${this.#path}" fill="none" stroke="${this.#stroke}" stroke-width="${short(this.lineWidth)}"${dash}/>`,
    );
  }
  setLineDash(segments: Iterable<number>): void {
    this.#dash = [...segments].join(" ");
  }
  measureText(text: string): TextMetrics {
    this.ruler.font = this.font;
    return this.ruler.measureText(text);
  }
  fillText(text: string, x: number, y: number): void {
    this.#write(text, x, y, `fill="${this.#fill}"`);
  }
  strokeText(text: string, x: number, y: number): void {
    this.#write(
      text,
      x,
      y,
      `fill="none" stroke="${this.#stroke}" stroke-width="${short(this.lineWidth)}" stroke-linejoin="round"`,
    );
  }
  save(): void {
    this.#kept.push(this.#turned);
  }
  restore(): void {
    this.#turned = this.#kept.pop() ?? "";
  }
  translate(x: number, y: number): void {
    this.#turned += `translate(${short(x)} ${short(y)})`;
  }
  rotate(angle: number): void {
    this.#turned += `rotate(${short((angle * 180) / Math.PI)})`;
  }

  get #fill(): string {
    return escaped(String(this.fillStyle));
  }
  get #stroke(): string {
    return escaped(String(this.strokeStyle));
  }
  #write(text: string, x: number, y: number, look: string): void {
    const anchor = this.textAlign === "center" ? "middle" : "start";
    const turned = this.#turned ? ` transform="${this.#turned}"` : "";
    const [, weight = "400", size = "12px"] = /^(\d+) ([\d.]+px)/.exec(this.font) ?? [];
    this.#drawn.push(
      `<text x="${short(x)}" y="${short(y)}" font-family="Noto Sans, DejaVu Sans, sans-serif" ` +
        `font-weight="${weight}" font-size="${size}" text-anchor="${anchor}"${turned} ${look}>${escaped(text)}</text>`,
    );
  }
}
