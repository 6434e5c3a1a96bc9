import { readable } from "../check/readable.ts";
import { backend, type BackendConfig } from "../config/backend.ts";
import type { Problem } from "../problem.ts";
import { BACKEND_KINDS, type BackendKind } from "./kinds.ts";

/** Keys of the secrets of all kinds of backends. */
export const BACKEND_SECRETS: readonly string[] = Object.values(BACKEND_KINDS).flatMap(({ secrets }) => secrets);

// A kind and its settings belong together, which the types of a table by kind cannot say.
const kindOf = (kind: BackendConfig["kind"]) => BACKEND_KINDS[kind] as BackendKind<BackendConfig["kind"]>;

/** Keys of the secrets that settings of a backend need; of a kind that there is not, those of every kind. */
export function secretsOfBackend(settings: unknown): readonly string[] {
  const kind = readable(backend, settings)?.kind;
  return kind === undefined ? BACKEND_SECRETS : kindOf(kind).secrets;
}

/** Rules between the settings of a backend, on what can be read of them. */
export function backendProblems(settings: unknown): readonly Problem[] {
  const read = readable(backend, settings);
  return read?.kind === undefined ? [] : kindOf(read.kind).problems(read);
}

export const tokenOverlap = (config: BackendConfig): number => kindOf(config.kind).tokenOverlap(config);
