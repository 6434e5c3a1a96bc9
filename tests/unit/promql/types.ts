import { createRequire } from "node:module";
import type * as Language from "@codemirror/language" with { "resolution-mode": "require" };
import type * as State from "@codemirror/state" with { "resolution-mode": "require" };
import type * as PromQL from "@prometheus-io/codemirror-promql" with { "resolution-mode": "require" };
import type * as PromQLParser from "@prometheus-io/codemirror-promql/dist/cjs/parser/index.js" with {
  "resolution-mode": "require",
};
import { withoutMacros } from "../../../testing/promql.ts";

/*
 * The checks of Prometheus' own editor. All its parts must be loaded as CommonJS, because instances of the editor's state do
 * not recognise each other across module systems. The package does not export the parser by name.
 */
const load = createRequire(import.meta.url);
const { ensureSyntaxTree } = load("@codemirror/language") as typeof Language;
const { EditorState } = load("@codemirror/state") as typeof State;
const promql = load("@prometheus-io/codemirror-promql") as typeof PromQL;
const { Parser } = load("@prometheus-io/codemirror-promql/dist/cjs/parser/index.js") as typeof PromQLParser;

const language = promql.promQLLanguage(promql.LanguageType.PromQL);

/** Milliseconds that parsing may take; an editor gives up after 20 and checks what it has. */
const PATIENCE = 10_000;

/** Type errors of a PromQL expression, such as `rate` of an instant vector or an operator between scalars. */
export function typeErrors(text: string): readonly string[] {
  const state = EditorState.create({ doc: withoutMacros(text), extensions: [language] });
  if (ensureSyntaxTree(state, state.doc.length, PATIENCE) === null) throw new Error(`not parsed in time: ${text}`);
  const parser = new Parser(state.update({}).state); // an update takes over what was parsed meanwhile
  parser.analyze();
  return parser.getDiagnostics().map(({ message }) => message);
}
