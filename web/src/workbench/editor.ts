/** The editor: CodeMirror with both languages, terms by Russian word, and colours of the page. */

import {
  autocompletion, closeBrackets, completionKeymap,
  type Completion, type CompletionContext, type CompletionResult,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, LanguageSupport, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { cypher } from "@codemirror/legacy-modes/mode/cypher";
import { Compartment, EditorState, Prec, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { styleTags, tags } from "@lezer/highlight";
import { SparqlLanguage } from "codemirror-lang-sparql";
import { alone, begun, fitting, readyFor, type Engine, type Ready, type Term, type Vocabulary } from "./completing";
import { faultMark, type Fault } from "./fault";

/** Texts of the island, in the page's language; see graphsvc/locale/workbench.toml. */
export type Words = Record<string, string>;

export interface Given {
  text: string;
  engine: Engine;
  nonce: string;
  /** What the editor is called, for who does not see it, and the id of what tells its fault. */
  label: string;
  describedBy: string | null;
  fault: Fault | null;
  words: Words;
  vocabulary: () => Promise<Vocabulary>;
  /** The queries that are ready to run, and the text of one of them. */
  ready: () => Promise<Ready[]>;
  readyText: (id: string, engine: Engine) => Promise<string>;
  run: () => void;
}

const LANGUAGES: Record<Engine, Extension> = {
  sparql: new LanguageSupport(
    SparqlLanguage.configure({
      props: [styleTags({ Var: tags.variableName, "Pname_ln/...": tags.typeName, "PrefixedName/...": tags.typeName, "IriRef/...": tags.url })],
    }),
  ),
  cypher: StreamLanguage.define(cypher),
};

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--code-word)", fontWeight: "600" },
  { tag: [tags.variableName, tags.definition(tags.variableName)], color: "var(--code-name)" },
  { tag: [tags.typeName, tags.namespace, tags.atom, tags.url], color: "var(--code-term)" },
  { tag: [tags.string, tags.bool], color: "var(--code-text)" },
  { tag: [tags.integer, tags.float, tags.number], color: "var(--code-number)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  { tag: tags.standard(tags.variableName), color: "var(--code-word)" },
]);

const LOOK = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--card)", fontSize: ".94rem" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: 'ui-monospace, "DejaVu Sans Mono", monospace', lineHeight: "1.5", minHeight: "16rem", maxHeight: "34rem" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "var(--code-selected)" },
  ".cm-gutters": { backgroundColor: "var(--paper)", color: "var(--soft)", borderRight: "1px solid var(--line)" },
  ".cm-faults": { width: "1.1rem" },
  ".cm-faults .cm-gutterElement": { color: "var(--bad)", textAlign: "center", cursor: "help" },
  ".cm-faultLine": { backgroundColor: "var(--warn)" },
  ".cm-fault": { textDecoration: "underline wavy var(--bad)", textUnderlineOffset: ".2em" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--mark)" },
  ".cm-tooltip": { backgroundColor: "var(--card)", color: "var(--ink)", border: "1px solid var(--soft)", borderRadius: ".4rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "inherit", maxHeight: "18rem", maxWidth: "min(46rem, 92vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: ".25rem .6rem" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--link)", color: "var(--paper)" },
  ".cm-completionLabel": { fontWeight: "600" },
  ".cm-completionDetail": { fontStyle: "normal", marginLeft: ".8rem", opacity: ".85" },
  ".cm-tooltip.cm-completionInfo": { padding: ".5rem .7rem", maxWidth: "24rem", fontFamily: "system-ui, sans-serif" },
});

/**
 * Replace what is selected ourselves: Chromium would keep the look of the replaced word as a `style`
 * attribute, which the page's Content-Security-Policy refuses.
 */
const REPLACING = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { data, inputType } = event;
    if (inputType !== "insertText" || !data || view.composing || view.state.selection.main.empty) return false;
    event.preventDefault();
    view.dispatch(view.state.update(view.state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true }));
    return true;
  },
});

/** Make the editor as the first child of a place. */
export class Editor {
  private readonly language = new Compartment();
  private readonly view: EditorView;
  private engine: Engine;

  constructor(place: HTMLElement, given: Given) {
    this.engine = given.engine;
    this.view = new EditorView({
      parent: place,
      state: EditorState.create({ doc: given.text, extensions: this.extensions(given) }),
    });
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  set text(text: string) {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text } });
  }

  /** Read the text as another language. */
  speak(engine: Engine): void {
    this.engine = engine;
    this.view.dispatch({ effects: this.language.reconfigure(LANGUAGES[engine]) });
  }

  focus(): void {
    this.view.focus();
  }

  private extensions(given: Given): Extension {
    const run = () => {
      given.run();
      return true;
    };
    return [
      EditorView.cspNonce.of(given.nonce),
      given.fault ? faultMark(given.fault) : [],
      lineNumbers(),
      history(),
      drawSelection(),
      bracketMatching(),
      closeBrackets(),
      EditorView.lineWrapping,
      this.language.of(LANGUAGES[given.engine]),
      syntaxHighlighting(COLOURS),
      LOOK,
      REPLACING,
      autocompletion({
        override: [(context) => this.proposals(context, given)],
        icons: false,
        activateOnTypingDelay: 120,
      }),
      // Tab is left to the browser: who came by the keyboard can go on by it.
      Prec.highest(keymap.of([{ key: "Mod-Enter", run }, { key: "Ctrl-Enter", run }])),
      keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
      EditorState.phrases.of({ Completions: given.words["completions"] ?? "" }),
      EditorView.contentAttributes.of({
        "aria-label": given.label,
        spellcheck: "false",
        ...(given.describedBy ? { "aria-describedby": given.describedBy, "aria-invalid": "true" } : {}),
      }),
    ];
  }

  private async proposals(context: CompletionContext, given: Given): Promise<CompletionResult | null> {
    const what = begun(context.state.doc.sliceString(0, context.pos), this.engine);
    if (!what || (!context.explicit && what.text.length < 2 && !what.kinds)) return null;
    const word = alone(context.state.doc.sliceString(0, context.pos));
    const [vocabulary, ready] = await Promise.all([given.vocabulary(), word ? given.ready() : []]);
    const found = fitting(vocabulary, this.engine, what).map((term) => proposal(term, given.words));
    const options = [...readyFor(ready, word).map((one) => this.whole(one, given)), ...found];
    if (context.aborted || !options.length) return null;
    return { from: what.from, filter: false, options };
  }

  /** Return a ready query as the list shows it: chosen, it takes the place of the whole text. */
  private whole(one: Ready, given: Given): Completion {
    return {
      label: one.title,
      detail: given.words["ready"] ?? "",
      type: "ready",
      apply: (view) => {
        const engine = this.engine;
        void given.readyText(one.id, engine).then((text) => {
          view.dispatch({
            changes: { from: 0, to: view.state.doc.length, insert: text },
            selection: { anchor: 0 },
            userEvent: "input.complete",
            scrollIntoView: true,
          });
        });
      },
    };
  }
}

/** Return a term as the list shows it: the name that will be written, what it is called, what it is. */
function proposal(term: Term, words: Words): Completion {
  const shown = term.kind === "concept" ? term.label : term.name;
  const kind = words[term.kind] ?? "";
  const called = term.kind === "concept" ? kind : [term.label, kind].filter(Boolean).join(" — ");
  const info = [term.definition, term.of ? `${words["of"] ?? ""}: ${term.of}` : ""].filter(Boolean).join("\n");
  return {
    label: term.name,
    displayLabel: shown,
    apply: term.name,
    ...(called ? { detail: called } : {}),
    ...(info ? { info } : {}),
  };
}
