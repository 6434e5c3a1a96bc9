import { systems } from "../catalog/index.ts";
import { tierOf } from "../model/catalog/alert-rule.ts";
import { rulesOf } from "../model/catalog/rules.ts";
import { writeOrCheck } from "../scripts/write.ts";
import { INCIDENTS } from "./incidents/scenarios/index.ts";
import { WEEKS } from "./incidents/scenarios/weeks.ts";
import { ALL_CASES } from "./unit/alerts/all-cases.ts";
import { needed, SHOWN, shown } from "./unit/alerts/coverage.ts";

const HEAD = `# Test coverage of alerts

Written by \`make docs\`. The numbers count cases that promtool runs (\`tests/unit/alerts/\`): those in which the alert fires or stays quiet
and, among these, those with low traffic, with missing series, and after a recovery; – means not applicable. Rules on logs are tested by
\`tests/incidents/logs.test.ts\`. The last column counts the [incidents](alerting.md#how-rules-are-proved) in which it must fire, or may fire.
`;

/** `docs/alert-coverage.md`. */
export function alertCoverage(): string {
  const rules = Object.values(systems).flatMap(({ id, services }) =>
    services.flatMap(rulesOf).map((rule) => ({ system: id, rule })),
  );
  const rows = rules.map(({ system, rule }) => {
    const counts = shown(rule.name, ALL_CASES);
    const wanted = needed(rule);
    const cells = SHOWN.map((what) => counts.get(what) ?? (wanted.length === 0 ? "log" : "–"));
    return [rule.name, system, rule.severity, tierOf(rule), ...cells, incidentsOf(rule.name)].join(" | ");
  });
  const columns = ["alert", "system", "severity", "tier", ...SHOWN, "incidents"];
  const summary = `\n${rules.length} rules, ${ALL_CASES.length} cases, ${INCIDENTS.length} incidents, ${WEEKS.length} weeks without a page.\n`;
  const table = [columns.join(" | "), columns.map(() => "---").join(" | "), ...rows].map((row) => `| ${row} |`);
  return `${HEAD}${summary}\n${table.join("\n")}\n`;
}

function incidentsOf(alert: string): string {
  const fires = INCIDENTS.filter((one) => alert in one.fires).length;
  const may = INCIDENTS.filter((one) => one.may?.includes(alert)).length;
  return [...(fires > 0 ? [String(fires)] : []), ...(may > 0 ? [`${may} may`] : [])].join(", ") || "–";
}

if (import.meta.main) writeOrCheck({ "docs/alert-coverage.md": alertCoverage() }, "make docs");
