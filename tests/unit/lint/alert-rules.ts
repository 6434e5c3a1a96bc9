import { existsSync } from "node:fs";
import { EVALUATION_INTERVAL_SECONDS } from "../../../model/catalog/alert-rule.ts";
import { parseDuration } from "../../../model/duration.ts";
import { EXPORT_INTERVAL_SECONDS } from "../../../model/catalog/metrics.ts";
import { syntaxErrors } from "../../../testing/promql.ts";
import { regexpProblems } from "./promql-rules.ts";
import { resultLabels } from "./result-labels.ts";
import { complain, type LintRule } from "./rule.ts";
import type { AlertSubject } from "./subjects.ts";

type AlertLintRule = LintRule<AlertSubject>;

const COMPARES = /(>|<|>=|<=|==|!=)\s*(bool\s+)?-?[\d.]/;

const ofWords: readonly AlertLintRule[] = [
  {
    name: "alert-summary",
    from: "gcx",
    demands: "The summary says in one line what happened.",
    check: ({ rule: { annotations } }) =>
      complain(!/^[^\n]{20,160}$/.test(annotations["summary"] ?? ""), annotations["summary"] ?? "no summary"),
  },
  {
    name: "alert-runbook-link",
    from: "gcx",
    demands: "The runbook link leads to an existing page in `docs/runbooks/`.",
    check: ({ rule: { annotations } }) => {
      const page = annotations["runbook_url"]?.split("/").at(-1) ?? "";
      return complain(!page.endsWith(".md") || !existsSync(`docs/runbooks/${page}`), `no page ${page}`);
    },
  },
  {
    name: "alerts/annotation",
    from: "pint",
    demands: "Summary, description, runbook, dashboard and panel are set.",
    check: ({ rule: { annotations } }) =>
      ["summary", "description", "runbook_url", "dashboard_url", "__dashboardUid__", "__panelId__"].flatMap((name) =>
        complain((annotations[name] ?? "") === "", `no ${name}`),
      ),
  },
  {
    name: "alerts/template",
    from: "pint",
    demands:
      "Labels have no templates, which would create a new alert for each value; texts use only labels that the alert has.",
    check: ({ rule, expression }) => {
      const text = `${rule.annotations["summary"] ?? ""} ${rule.annotations["description"] ?? ""}`;
      const known = expression === undefined ? "any" : resultLabels(expression, expression.top);
      const named = [...text.matchAll(/\$labels\.(\w+)/g)].map(([, label = ""]) => label);
      return [
        ...Object.values(rule.labels).flatMap((value) => complain(/\{\{|\$/.test(value), `a label "${value}"`)),
        ...named.flatMap((label) => complain(typeof known === "object" && !known.has(label), `no label ${label}`)),
      ];
    },
  },
  {
    name: "rule/link",
    from: "pint",
    demands: "Links are absolute URLs.",
    check: ({ rule: { annotations } }) =>
      ["runbook_url", "dashboard_url"].flatMap((name) =>
        complain(!URL.canParse(annotations[name] ?? ""), `${name} ${annotations[name] ?? ""}`),
      ),
  },
  {
    name: "alert-board",
    from: "own",
    demands: "The linked dashboard exists.",
    check: ({ rule: { annotations }, uids }) =>
      complain(!uids.has(annotations["__dashboardUid__"] ?? ""), annotations["__dashboardUid__"] ?? "no dashboard"),
  },
];

const ofLabels: readonly AlertLintRule[] = [
  {
    name: "rule/label",
    from: "pint",
    demands: "Environment, service, severity and team are set, with the severity in lower case.",
    check: ({ rule: { labels } }) => [
      ...["environment", "service", "team"].flatMap((name) =>
        complain(!/^[a-z0-9-]+$/.test(labels[name] ?? ""), `${name} ${labels[name] ?? ""}`),
      ),
      ...complain(!/^(critical|warning|info)$/.test(labels["severity"] ?? ""), `severity ${labels["severity"] ?? ""}`),
    ],
  },
  {
    name: "rule/name",
    from: "pint",
    demands: "Names are PascalCase.",
    check: ({ rule: { alert } }) => complain(!/^([A-Z][a-zA-Z0-9]*)+$/.test(alert), alert),
  },
  {
    name: "rule/duplicate",
    from: "pint",
    demands: "No two rules have the same query, name or uid.",
    check: ({ rule, all }) =>
      all
        .filter((other) => other !== rule)
        .flatMap((other) => [
          ...complain(other.uid === rule.uid || other.alert === rule.alert, `${other.uid} has the same name`),
          ...complain(other.expression.text === rule.expression.text, `${other.uid} has the same query`),
        ]),
  },
  {
    name: "rule-uid",
    from: "own",
    demands: "Uids have at most 40 characters, and only those that Grafana accepts.",
    check: ({ rule: { uid } }) => complain(!/^[a-z0-9-]{1,40}$/.test(uid), uid),
  },
];

const ofConditions: readonly AlertLintRule[] = [
  {
    name: "alerts/comparison",
    from: "pint",
    demands: "The query compares with a number or tests for absence; otherwise it would always fire.",
    check: ({ rule: { expression } }) =>
      complain(!COMPARES.test(expression.text) && !expression.text.includes("absent_over_time("), expression.text),
  },
  {
    name: "alerts/absent",
    from: "pint",
    demands: "A rule on absence waits for at least two exports.",
    check: ({ rule }) =>
      complain(
        /\babsent(_over_time)?\(/.test(rule.expression.text) && seconds(rule.for) < 2 * EXPORT_INTERVAL_SECONDS,
        `for ${rule.for}`,
      ),
  },
  {
    name: "alerts/for",
    from: "pint",
    demands: "Rules wait, and keep firing, for a whole number of evaluations.",
    check: ({ rule }) =>
      [rule.for, rule.keepFiringFor ?? "0s"].flatMap((duration) =>
        complain(!(seconds(duration) % EVALUATION_INTERVAL_SECONDS === 0), duration),
      ),
  },
  {
    name: "group/interval",
    from: "pint",
    demands: "Rules are evaluated at least every five minutes.",
    check: () => complain(EVALUATION_INTERVAL_SECONDS > 300, `every ${EVALUATION_INTERVAL_SECONDS} s`),
  },
  {
    name: "promql/fragile",
    from: "pint",
    demands: "No `topk`: its series change places and never stay long enough.",
    check: ({ rule: { expression } }) =>
      complain(/\b(topk|bottomk|limitk)\s*\(/.test(expression.text), expression.text),
  },
  {
    name: "alert-logql",
    from: "own",
    demands: "Rules on logs follow the grammar of LogQL and use patterns only where one is needed.",
    check: ({ rule: { expression } }) =>
      expression.signal === "logs"
        ? [
            ...syntaxErrors("logql", expression.text),
            ...[...expression.text.matchAll(/([a-z_]+)(=~|!~)"([^"]*)"/g)].flatMap(
              ([, label = "", operator = "", value = ""]) => regexpProblems(label, operator, value),
            ),
          ]
        : [],
  },
];

/** NaN for an invalid duration, which fails every comparison. */
const seconds = (duration: string): number => parseDuration(duration)?.seconds ?? Number.NaN;

export const alertRules: readonly AlertLintRule[] = [...ofWords, ...ofLabels, ...ofConditions];
