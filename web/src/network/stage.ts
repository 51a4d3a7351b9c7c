/** The picture: a canvas that is moved, zoomed and asked by pointer and keyboard. */

import type { Chain, Network } from "./answer";
import type { Layout, Spot } from "./layout";
import { layOut } from "./layout";
import { DARK, LIGHT } from "./looks";
import { paint } from "./paint";
import { SvgPen } from "./pen";
import { edgeUnder, Places } from "./places";
import type { Scene } from "./scene";
import { sceneOf } from "./scene";
import type { Camera } from "./strokes";

export interface Listener {
  /** A body, group or edge was chosen; empty texts for the empty ground. */
  chosen(id: string, edge: string): void;
  /** A group, or a body with hidden neighbours, is to be opened. */
  opened(id: string): void;
  /** The keyboard has come to a body or group. */
  reached(id: string): void;
}

const SMALLEST = 0.4;
const LARGEST = 10;
const MOVE_MS = 320;
const CLICK_PX = 4;
const REACH_PX = 15;

export class Stage {
  #camera: Camera = { scale: 1, dx: 0, dy: 0 };
  #network: Network | null = null;
  #layout: Layout | null = null;
  #scene: Scene | null = null;
  #places: Places | null = null;
  #focus = { selected: "", edge: "", chain: null as Chain | null };
  #hovered = "";
  #frame = 0;
  #moving = 0;
  #painted = false;
  readonly #pen: CanvasRenderingContext2D;
  readonly #dark = matchMedia("(prefers-color-scheme: dark)");
  readonly #ended = new AbortController();
  readonly #sized: ResizeObserver;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly listener: Listener,
    /** What stands on a picture of made-up bodies. */
    private readonly notice: string,
  ) {
    const pen = canvas.getContext("2d");
    if (!pen) throw new Error("no 2d context");
    this.#pen = pen;
    this.#listen();
    this.#sized = new ResizeObserver(() => {
      this.#arrange();
      this.draw();
    });
    this.#sized.observe(canvas);
  }

  /** Show a network; what was and stays on the stage glides to its new place. */
  show(network: Network): void {
    const before = this.#layout?.spots;
    this.#network = network;
    this.#arrange();
    this.#camera = { scale: 1, dx: 0, dy: 0 };
    if (before && this.#layout) this.#glide(before, this.#layout);
    this.draw();
  }

  /** Mark what is chosen. */
  mark(selected: string, edge: string, chain: Chain | null): void {
    this.#focus = { selected, edge, chain };
    this.#hovered = "";
    this.#look();
    this.draw();
  }

  fit(): void {
    this.#camera = { scale: 1, dx: 0, dy: 0 };
    this.draw();
  }

  zoom(factor: number): void {
    this.#zoomAt(factor, this.canvas.clientWidth / 2, this.canvas.clientHeight / 2);
  }

  /** Return the picture as it is seen, on white paper. */
  svg(title: string): string {
    const pen = new SvgPen(document.createElement("canvas").getContext("2d") ?? this.#pen);
    this.#paint(pen, LIGHT);
    return pen.image(this.canvas.clientWidth, this.canvas.clientHeight, LIGHT.paper, title);
  }

  /** Return the picture as it is seen, on white paper, twice as fine as the screen. */
  png(): Promise<Blob | null> {
    const sheet = document.createElement("canvas");
    const { clientWidth: width, clientHeight: height } = this.canvas;
    [sheet.width, sheet.height] = [width * 2, height * 2];
    const pen = sheet.getContext("2d");
    if (!pen) return Promise.resolve(null);
    pen.scale(2, 2);
    pen.fillStyle = LIGHT.paper;
    pen.fillRect(0, 0, width, height);
    this.#paint(pen, LIGHT);
    return new Promise((done) => {
      sheet.toBlob(done, "image/png");
    });
  }

  /** Go to the nearest body or group in a direction. */
  step(dx: number, dy: number): void {
    const from = this.#hovered || this.#focus.selected;
    const to = this.#places?.beside(from, dx, dy) ?? "";
    if (!to || to === this.#hovered) return;
    this.#hovered = to;
    this.#bringIntoView(to);
    this.#look();
    this.draw();
    this.listener.reached(to);
  }

  /** What the keyboard is at, an empty text for nothing. */
  get reached(): string {
    return this.#hovered;
  }

  destroy(): void {
    this.#ended.abort();
    this.#sized.disconnect();
    cancelAnimationFrame(this.#frame);
    cancelAnimationFrame(this.#moving);
  }

  draw(): void {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      const { clientWidth: width, clientHeight: height } = this.canvas;
      const fine = window.devicePixelRatio || 1;
      const [w, h] = [Math.round(width * fine), Math.round(height * fine)];
      if (this.canvas.width !== w || this.canvas.height !== h) [this.canvas.width, this.canvas.height] = [w, h];
      this.#pen.setTransform(fine, 0, 0, fine, 0, 0);
      const theme = this.#dark.matches ? DARK : LIGHT;
      this.#pen.fillStyle = theme.paper;
      this.#pen.fillRect(0, 0, width, height);
      this.#paint(this.#pen, theme);
      if (!this.#painted && this.#scene) {
        this.#painted = true;
        performance.mark("network-painted"); // bench/picture.py reads it
      }
    });
  }

  #paint(pen: Parameters<typeof paint>[0], theme: typeof LIGHT): void {
    if (!this.#scene || !this.#layout) return;
    const { clientWidth: width, clientHeight: height } = this.canvas;
    paint(pen, this.#scene, this.#layout, theme, this.#camera, { width, height }, this.notice);
  }

  #arrange(): void {
    if (!this.#network) return;
    this.#layout = layOut(this.#network, this.canvas.clientWidth, this.canvas.clientHeight);
    this.#places = new Places(this.#network, this.#layout);
    this.#look();
  }

  #look(): void {
    if (!this.#network) return;
    this.#scene = sceneOf(this.#network, { ...this.#focus, hovered: this.#hovered });
  }

  #glide(before: ReadonlyMap<string, Spot>, layout: Layout): void {
    cancelAnimationFrame(this.#moving);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const moved = [...layout.spots].flatMap(([id, to]) => {
      const from = before.get(id);
      return from && (from.x !== to.x || from.y !== to.y) ? [{ id, from, to }] : [];
    });
    const began = performance.now();
    const step = (now: number): void => {
      const part = Math.min((now - began) / MOVE_MS, 1);
      const eased = part * (2 - part);
      for (const { id, from, to } of moved)
        layout.spots.set(id, {
          x: from.x + (to.x - from.x) * eased,
          y: from.y + (to.y - from.y) * eased,
        });
      this.draw();
      if (part < 1) this.#moving = requestAnimationFrame(step);
      else if (this.#network) this.#places = new Places(this.#network, layout);
    };
    if (moved.length) this.#moving = requestAnimationFrame(step);
  }

  #spotOf(event: MouseEvent): Spot {
    const { scale, dx, dy } = this.#camera;
    return { x: (event.offsetX - dx) / scale, y: (event.offsetY - dy) / scale };
  }

  #under(event: MouseEvent): string {
    return this.#places?.under(this.#spotOf(event), REACH_PX / this.#camera.scale) ?? "";
  }

  #zoomAt(factor: number, x: number, y: number): void {
    const old = this.#camera;
    const scale = Math.min(Math.max(old.scale * factor, SMALLEST), LARGEST);
    this.#camera = {
      scale,
      dx: x - ((x - old.dx) * scale) / old.scale,
      dy: y - ((y - old.dy) * scale) / old.scale,
    };
    this.draw();
  }

  #bringIntoView(id: string): void {
    const spot = this.#layout?.spots.get(id);
    if (!spot) return;
    const { scale, dx, dy } = this.#camera;
    const [x, y] = [spot.x * scale + dx, spot.y * scale + dy];
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const edge = 60;
    const by = (at: number, end: number): number =>
      at < edge ? edge - at : at > end - edge ? end - edge - at : 0;
    this.#camera = { scale, dx: dx + by(x, width), dy: dy + by(y, height) };
  }

  #listen(): void {
    const options = { signal: this.#ended.signal };
    const fingers = new Map<number, Spot>();
    let pressed: (Spot & Camera & { far: number }) | null = null;
    let spread = 0;
    this.canvas.addEventListener(
      "pointerdown",
      (event) => {
        fingers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
        pressed = { ...this.#camera, x: event.clientX, y: event.clientY, far: 0 };
        spread = 0;
        this.canvas.setPointerCapture(event.pointerId);
      },
      options,
    );
    this.canvas.addEventListener(
      "pointermove",
      (event) => {
        if (fingers.has(event.pointerId))
          fingers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
        const [one, other] = [...fingers.values()];
        if (one && other) {
          const now = Math.hypot(one.x - other.x, one.y - other.y);
          if (spread) this.#zoomAt(now / spread, (one.x + other.x) / 2, (one.y + other.y) / 2);
          spread = now;
          if (pressed) pressed.far = Infinity;
        } else if (pressed) {
          const [mx, my] = [event.clientX - pressed.x, event.clientY - pressed.y];
          pressed.far = Math.max(pressed.far, Math.hypot(mx, my));
          if (pressed.far <= CLICK_PX || pressed.far === Infinity) return;
          this.#camera = { ...this.#camera, dx: pressed.dx + mx, dy: pressed.dy + my };
          this.draw();
        } else this.#hover(this.#under(event));
      },
      options,
    );
    const released = (event: PointerEvent): void => {
      if (pressed && pressed.far <= CLICK_PX && event.type === "pointerup") this.#click(event);
      fingers.delete(event.pointerId);
      if (!fingers.size) pressed = null;
    };
    this.canvas.addEventListener("pointerup", released, options);
    this.canvas.addEventListener("pointercancel", released, options);
    this.canvas.addEventListener("pointerleave", () => {
      this.#hover("");
    }, options);
    this.canvas.addEventListener(
      "dblclick",
      (event) => {
        const id = this.#under(event);
        if (id) this.listener.opened(id);
      },
      options,
    );
    this.canvas.addEventListener(
      "wheel",
      (event) => {
        // A page must scroll past the picture: the wheel zooms with Ctrl, or once the stage has focus.
        if (!event.ctrlKey && document.activeElement !== this.canvas) return;
        event.preventDefault();
        this.#zoomAt(Math.exp(-event.deltaY * 0.0015), event.offsetX, event.offsetY);
      },
      { ...options, passive: false },
    );
    this.#dark.addEventListener("change", () => {
      this.draw();
    }, options);
  }

  #hover(id: string): void {
    if (id === this.#hovered) return;
    this.#hovered = id;
    this.canvas.style.cursor = id ? "pointer" : "";
    this.#look();
    this.draw();
  }

  #click(event: PointerEvent): void {
    const id = this.#under(event);
    if (id || !this.#scene || !this.#layout) {
      this.listener.chosen(id, "");
      return;
    }
    const reach = 7 / this.#camera.scale;
    this.listener.chosen("", edgeUnder(this.#scene, this.#layout, this.#spotOf(event), reach));
  }
}
