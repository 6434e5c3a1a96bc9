import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { lastLines } from "../../../local/errors.ts";
import { exitOf } from "../../../local/processes/processes.ts";
import type { Case } from "./case.ts";

const texts = z.record(z.string(), z.string());
const recording = z.looseObject({ record: z.string(), expr: z.string() });
const alerting = z.looseObject({
  alert: z.string(),
  expr: z.string(),
  labels: texts.default({}),
  annotations: texts.default({}),
});
const ruleFile = z.object({ groups: z.array(z.object({ rules: z.array(z.union([recording, alerting])) })) });

export type AlertingRule = z.infer<typeof alerting>;
export type RecordingRule = z.infer<typeof recording>;

/** The rules of a Prometheus rule file. */
export function readRules(text: string) {
  const rules = ruleFile.parse(parse(text)).groups.flatMap((group) => group.rules);
  return {
    alerts: rules.filter((rule): rule is AlertingRule => "alert" in rule),
    records: rules.filter((rule): rule is RecordingRule => "record" in rule),
  };
}

export type Rules = ReturnType<typeof readRules>;

/**
 * Runs the cases with promtool, one process per core. Starting it and evaluating rules takes nearly all of the time, so each
 * case gets only the rules that it names and the rules that these read. Writes files into `folder`.
 * @returns for each case nothing, or the failure that promtool reports
 */
export async function runCases(
  promtool: string,
  cases: readonly Case[],
  rules: Rules,
  folder: string,
): Promise<readonly (string | undefined)[]> {
  const files = cases.map((_, index) => `case-${index}.yaml`);
  for (const [index, one] of cases.entries()) {
    await writeFile(
      join(folder, `rules-${index}.yaml`),
      stringify({ groups: [{ name: "case", rules: namedBy(one, rules) }] }),
    );
    await writeFile(join(folder, `case-${index}.yaml`), stringify(testFile(one, `rules-${index}.yaml`, rules.alerts)));
  }
  const processes = Math.min(availableParallelism(), files.length);
  const batches = Array.from({ length: processes }, (_, batch) =>
    files.filter((_, index) => index % processes === batch),
  );
  const outcomes = await Promise.all(batches.map((batch, index) => runBatch(promtool, batch, folder, `log-${index}`)));
  const failures = new Map(outcomes.flat());
  return files.map((file) => failures.get(file));
}

async function runBatch(promtool: string, files: readonly string[], folder: string, log: string) {
  // One descriptor for both streams: promtool reports success on one and failure on the other, and both count.
  const output = openSync(join(folder, log), "w");
  const child = spawn(promtool, ["test", "rules", ...files], { cwd: folder, stdio: ["ignore", output, output] });
  closeSync(output);
  const ended = await exitOf(child);
  return failuresOf(files, await readFile(join(folder, log), "utf8"), ended);
}

/** What promtool reports for each file, in order; a file that it does not reach has failed, too. */
function failuresOf(files: readonly string[], output: string, ended: string) {
  // Prometheus 2 names the file in front of its verdict, Prometheus 3 does not.
  const parts = output.replaceAll(/^Unit Testing: .*$/gm, "").split(/^(?= {2}(?:SUCCESS|FAILED:)$)/m);
  const verdicts = parts.filter((part) => /^ {2}(SUCCESS|FAILED:)\n/.test(part));
  return files.map((file, index): readonly [string, string | undefined] => {
    const verdict = verdicts[index] ?? `promtool did not reach it (${ended}):\n${lastLines(output)}`;
    return [file, verdict.startsWith("  SUCCESS\n") ? undefined : verdict];
  });
}

/** The alerts that a case names, preceded by the recording rules that they read, directly or through others. */
function namedBy({ firing, quiet }: Case, { alerts, records }: Rules): readonly (AlertingRule | RecordingRule)[] {
  const named = alerts.filter(({ alert }) => alert in firing || quiet.includes(alert));
  const read = new Set<RecordingRule>();
  const visit = (expr: string) => {
    for (const rule of records.filter((one) => expr.includes(one.record) && !read.has(one))) {
      read.add(rule);
      visit(rule.expr);
    }
  };
  for (const { expr } of named) visit(expr);
  return [...records.filter((rule) => read.has(rule)), ...named];
}

const testFile = (
  { name, labels, series, at, firing, quiet }: Case,
  rules: string,
  alerts: readonly AlertingRule[],
) => ({
  rule_files: [rules],
  evaluation_interval: "1m",
  tests: [
    {
      name,
      interval: "1m",
      input_series: Object.entries(series).map(([one, values]) => ({ series: one, values })),
      alert_rule_test: [
        ...Object.entries(firing).map(([alertname, summary]) => {
          const rule = alerts.find(({ alert }) => alert === alertname);
          const alert = {
            exp_labels: { ...labels, ...rule?.labels },
            exp_annotations: { ...rule?.annotations, summary },
          };
          return { eval_time: at, alertname, exp_alerts: [alert] };
        }),
        ...quiet.map((alertname) => ({ eval_time: at, alertname })),
      ],
    },
  ],
});
