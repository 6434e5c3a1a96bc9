import type { Known } from "./raw-config.ts";
import type { Problem } from "../problem.ts";
import { alertProblems } from "./alerts.ts";
import { applicationProblems } from "./applications.ts";
import { catalogProblems } from "./catalog.ts";
import { collectorProblems } from "./collector.ts";
import { tokenProblems } from "./tokens.ts";

/** Rules between fields. They work on input that may still be wrong in shape, so that all problems are told at once. */
export function crossFieldProblems(settings: unknown, known: Known): Problem[] {
  return [
    ...tokenProblems(settings),
    ...applicationProblems(settings),
    ...collectorProblems(settings),
    ...catalogProblems(settings, known),
    ...alertProblems(settings, known),
  ];
}
