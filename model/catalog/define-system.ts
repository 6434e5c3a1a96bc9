import { systemProblems } from "./problems/system.ts";
import type { System } from "./system.ts";
import { describeProblems } from "../problem.ts";

/** Validates a whole system and freezes it. Throws one error with all problems. */
export function defineSystem(system: System): System {
  const problems = systemProblems(system);
  if (problems.length > 0) throw new Error(describeProblems(`catalog system ${system.id}`, problems));
  return deepFreeze(system);
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
