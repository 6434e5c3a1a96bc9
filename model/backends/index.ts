import { readable } from "../check/readable.ts";
import { backend, type BackendConfig } from "../config/backend.ts";
import type { Problem } from "../problem.ts";
import { BACKEND_KINDS, type BackendKind } from "./kinds.ts";

/** Secret keys of all kinds of backends. */
export const BACKEND_SECRETS: readonly string[] = Object.values(BACKEND_KINDS).flatMap(({ secrets }) => secrets);

// A kind and its settings belong together; the type of a table by kind cannot express that.
const kindOf = (kind: BackendConfig["kind"]) => BACKEND_KINDS[kind] as BackendKind<BackendConfig["kind"]>;

/** Secret keys that a backend's settings need. For an unknown kind, those of every kind. */
export function secretsOfBackend(settings: unknown): readonly string[] {
  const kind = readable(backend, settings)?.kind;
  return kind === undefined ? BACKEND_SECRETS : kindOf(kind).secrets;
}

/** Checks rules between the settings of a backend, on the readable part of them. */
export function backendProblems(settings: unknown): readonly Problem[] {
  const read = readable(backend, settings);
  return read?.kind === undefined ? [] : kindOf(read.kind).problems(read);
}

export const tokenOverlap = (config: BackendConfig): number => kindOf(config.kind).tokenOverlap(config);
