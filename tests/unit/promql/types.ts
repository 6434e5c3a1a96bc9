import { createRequire } from "node:module";
import type * as Language from "@codemirror/language" with { "resolution-mode": "require" };
import type * as State from "@codemirror/state" with { "resolution-mode": "require" };
import type * as PromQL from "@prometheus-io/codemirror-promql" with { "resolution-mode": "require" };
import type * as PromQLParser from "@prometheus-io/codemirror-promql/dist/cjs/parser/index.js" with {
  "resolution-mode": "require",
};
import { withoutMacros } from "../../../testing/promql.ts";

/*
 * Prometheus' own checks of its editor. Its parts have to be loaded as CommonJS all together: instances of the editor's
 * state do not recognise each other across module systems. The parser is not among what the package exports by name.
 */
const load = createRequire(import.meta.url);
const { ensureSyntaxTree } = load("@codemirror/language") as typeof Language;
const { EditorState } = load("@codemirror/state") as typeof State;
const promql = load("@prometheus-io/codemirror-promql") as typeof PromQL;
const { Parser } = load("@prometheus-io/codemirror-promql/dist/cjs/parser/index.js") as typeof PromQLParser;

const language = promql.promQLLanguage(promql.LanguageType.PromQL);

/** Milliseconds that parsing may take; an editor gives up after 20 and checks what it has. */
const PATIENCE = 10_000;

/** What is wrong with the types of a PromQL expression: `rate` of an instant vector, an operator between scalars. */
export function typeErrors(text: string): readonly string[] {
  const state = EditorState.create({ doc: withoutMacros(text), extensions: [language] });
  if (ensureSyntaxTree(state, state.doc.length, PATIENCE) === null) throw new Error(`not parsed in time: ${text}`);
  const parser = new Parser(state.update({}).state); // an update takes over what was parsed meanwhile
  parser.analyze();
  return parser.getDiagnostics().map(({ message }) => message);
}
