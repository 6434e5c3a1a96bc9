import assert from "node:assert/strict";
import type { Answer } from "./harness.ts";

/** One rejected call: the problem, the status, part of the message, and the call. */
export type Rejection = readonly [name: string, status: number, message: string, call: () => Promise<Answer>];

/** Makes every call of the table and compares all responses at once, so that one failure does not hide others. */
export async function assertRejected(cases: readonly Rejection[]): Promise<void> {
  const got: string[] = [];
  const expected: string[] = [];
  for (const [name, status, message, call] of cases) {
    const answer = await call();
    const text = String(answer.body["message"] ?? answer.body["error"]);
    expected.push(`${name}: ${status} ${message}`);
    got.push(`${name}: ${answer.status} ${text.includes(message) ? message : text}`);
  }
  assert.deepEqual(got, expected);
}
