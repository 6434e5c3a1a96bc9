import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { parse } from "yaml";

interface Step {
  readonly uses?: string;
}
interface Job {
  readonly if?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly environment?: string;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const FOLDER = new URL("../../.github/workflows/", import.meta.url);
const files = readdirSync(FOLDER).sort();
const textOf = (file: string): string => readFileSync(new URL(file, FOLDER), "utf8");
const workflow = (file: string): Workflow => parse(textOf(file)) as Workflow;

function job(file: string, name: string): Job {
  const found = workflow(file).jobs[name];
  assert.ok(found, `${file} has the job ${name}`);
  return found;
}

describe("workflows", () => {
  it("are ci, preview and rotate", () => {
    assert.deepEqual(files, ["ci.yml", "preview.yml", "rotate.yml"]);
  });

  for (const file of files) {
    it(`${file} pins every action by digest, with its version in a comment`, () => {
      const lines = textOf(file).split("\n");
      const uses = lines.filter((line) => /^\s*(- )?uses:/.test(line));
      const steps = Object.values(workflow(file).jobs).flatMap(({ steps }) => steps.filter((step) => step.uses));
      assert.equal(uses.length, steps.length);
      for (const line of uses) assert.match(line, /uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    });

    it(`${file} grants only the permissions that each job lists, and limits the time of every job`, () => {
      assert.deepEqual(workflow(file).permissions, {});
      for (const [name, { permissions, "timeout-minutes": minutes }] of Object.entries(workflow(file).jobs)) {
        const allowed = name === "preview" ? { contents: "read", "pull-requests": "write" } : { contents: "read" };
        assert.deepEqual(permissions, allowed);
        assert.ok(minutes !== undefined && minutes <= 90, `${name} has a time limit`);
      }
    });

    it(`${file} never runs a fork's code with this repository's permissions`, () => {
      assert.ok(!("pull_request_target" in workflow(file).on));
      assert.ok(!("workflow_run" in workflow(file).on));
    });
  }

  it("give no secret or token to jobs for forks", () => {
    const graph = job("preview.yml", "graph");
    assert.equal(graph.if, "github.event.pull_request.head.repo.full_name != github.repository");
    assert.doesNotMatch(JSON.stringify(graph), /secrets\.|github\.token|GH_TOKEN/);
    assert.doesNotMatch(textOf("ci.yml"), /secrets\./);
    assert.equal(
      job("preview.yml", "preview").if,
      "github.event.pull_request.head.repo.full_name == github.repository",
    );
  });

  it("run one scheduled `up` per stack at a time, never cancelled, in a protected environment", () => {
    const up = job("rotate.yml", "up");
    assert.deepEqual(up.concurrency, { group: "stack-${{ matrix.stack }}", "cancel-in-progress": false });
    assert.equal(up.environment, "${{ matrix.stack }}");
  });
});
