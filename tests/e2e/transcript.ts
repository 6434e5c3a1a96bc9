import assert from "node:assert/strict";
import type { Environment } from "./environment.ts";

/** What a user sees of a Pulumi command that can fail. */
export interface Transcript {
  readonly exitCode: number;
  /** The engine's diagnostics, without the known warnings about plugins built from source. */
  readonly diagnostics: readonly string[];
  readonly text: string;
  readonly seconds: number;
}

/** Runs a Pulumi command as a user would. */
export async function run(
  { pulumi }: Pick<Environment, "pulumi">,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Transcript> {
  const began = Date.now();
  const options = { allowFailure: true, environment: { NO_COLOR: "true", ...environment } };
  const { exitCode, stdout, stderr } = await pulumi([...args, "--color", "never"], options);
  const text = `${stdout}\n${stderr}`;
  return { exitCode, text, diagnostics: diagnosticsIn(text), seconds: Math.round((Date.now() - began) / 1_000) };
}

const SECTIONS = ["Diagnostics:", "Outputs:", "Resources:", "Duration:"];
const NOISE = /is expected to have version|^pulumi:pulumi:Stack \(|^error: update failed$|^error: preview failed$/;

function diagnosticsIn(text: string): readonly string[] {
  const lines = text.split("\n");
  const begin = lines.indexOf("Diagnostics:");
  const section = begin < 0 ? lines : lines.slice(begin + 1);
  const end = begin < 0 ? -1 : section.findIndex((line) => SECTIONS.includes(line));
  const kept = section.slice(0, end < 0 ? undefined : end).map((line) => line.replace(/^ {2,4}/, ""));
  return kept.filter((line) => line.trim() !== "" && !NOISE.test(line.trim()));
}

/** Checks that a failure is reported by an exit code and a readable message, without internal details. */
export function assertClearFailure({ exitCode, text, diagnostics }: Transcript, message: RegExp): void {
  assert.notEqual(exitCode, 0, text);
  assert.match(diagnostics.join("\n"), message);
  assert.doesNotMatch(text, /^\s+at .+:\d+/m, "a stack trace");
  assert.doesNotMatch(text, /unhandled|panic|goroutine|nil pointer/i);
}
