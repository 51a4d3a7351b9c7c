/** The line an error is in: marked in the gutter and underlined until the text is changed. */

import { RangeSet, StateField, type Extension, type Range } from "@codemirror/state";
import { Decoration, EditorView, GutterMarker, gutter, type DecorationSet } from "@codemirror/view";

/** Line and column from 1, and what is wrong there. */
export interface Fault {
  line: number;
  column: number;
  said: string;
}

class Mark extends GutterMarker {
  constructor(private readonly said: string) {
    super();
  }
  override toDOM(): Node {
    const sign = document.createElement("span");
    sign.textContent = "▶";
    sign.title = this.said;
    return sign;
  }
}

/** Return what marks a fault in the editor. */
export function faultMark(fault: Fault): Extension {
  const field = StateField.define<{ line: number; drawn: DecorationSet }>({
    create(state) {
      const line = state.doc.line(Math.min(fault.line, state.doc.lines));
      const start = Math.min(line.from + fault.column - 1, line.to);
      const word = /^[\p{L}\p{N}_:]+/u.exec(state.doc.sliceString(start, line.to))?.[0] ?? "";
      const found: Range<Decoration>[] = [Decoration.line({ class: "cm-faultLine" }).range(line.from)];
      const end = Math.min(line.to, start + Math.max(1, word.length));
      if (end > start) found.push(Decoration.mark({ class: "cm-fault" }).range(start, end));
      return { line: line.from, drawn: Decoration.set(found) };
    },
    update: (value, change) => (change.docChanged ? { line: -1, drawn: Decoration.none } : value),
    provide: (own) => EditorView.decorations.from(own, (value) => value.drawn),
  });
  return [
    field,
    gutter({
      class: "cm-faults",
      markers: (view) => {
        const { line } = view.state.field(field);
        return line < 0 ? RangeSet.empty : RangeSet.of([new Mark(fault.said).range(line)]);
      },
    }),
  ];
}
