import { type Service } from "../../model/catalog/service.ts";
import { type System } from "../../model/catalog/system.ts";
import { defaultThreshold, type AlertRule } from "../../model/catalog/alert-rule.ts";
import { effective } from "../../model/catalog/effective.ts";
import { renderRule, type RuleContext, type Rule } from "../alerts/rules.ts";
import { planDashboards } from "../dashboards/index.ts";
import { EXAMPLE_LATER } from "./committed-files.ts";
import { inWords } from "./condition-in-words.ts";

/*
 * The generated part of a runbook page, derived from its rules. The instructions below it are written by hand.
 */

const BEGIN = "<!-- generated: make docs -->";
const END = "<!-- end -->";

/** A rule as shown on its page. */
export interface RunbookEntry {
  readonly system: System;
  readonly service: Service;
  readonly definition: AlertRule;
  readonly rule: Rule;
  /** Titles of the dashboard and the panel that the alert links to. */
  readonly board: string;
  readonly panel: string;
}

/** The rules on each page, by page name without `.md`. */
export function runbookEntries(
  systems: readonly System[],
  context: RuleContext,
): ReadonlyMap<string, readonly RunbookEntry[]> {
  const declared = effective(systems);
  const { dashboards } = planDashboards(declared, context);
  const boards = new Map(dashboards.map((board) => [board.uid, board]));
  const entries = new Map<string, RunbookEntry[]>();
  for (const system of declared) {
    for (const service of system.services) {
      for (const definition of service.rules) {
        const rule = renderRule(service, definition, context, EXAMPLE_LATER);
        const board = boards.get(rule.annotations["__dashboardUid__"] ?? "");
        const panel = titleOf(board?.json["panels"], rule.annotations["__panelId__"]);
        const page = definition.runbook ?? definition.name;
        const entry = { system, service, definition, rule, board: board?.title ?? "", panel };
        entries.set(page, [...(entries.get(page) ?? []), entry]);
      }
    }
  }
  return entries;
}

/** The title of a panel in the JSON of a dashboard. */
function titleOf(panels: unknown, id: string | undefined): string {
  const all = Array.isArray(panels) ? (panels as readonly { readonly id?: number; readonly title?: string }[]) : [];
  return all.find((panel) => String(panel.id) === id)?.title ?? "";
}

/** A page with its generated part updated, or a new page if there is none. */
export function runbookPage(name: string, entries: readonly RunbookEntry[], page?: string): string {
  return withBlock(page ?? `# ${name}\n\n## First steps\n`, blockOf(entries));
}

/** The handwritten part of a page: everything except its title and the generated part. */
export const handWritten = (page: string): string =>
  page
    .replace(/^# .*\n/, "")
    .replace(BLOCK, "")
    .trim();

const BLOCK = new RegExp(`${BEGIN}[^]*?${END}\n*`);

function withBlock(page: string, block: string): string {
  const [title = ""] = /^# .*\n/.exec(page) ?? [];
  const rest = page.slice(title.length).replace(BLOCK, "").trimStart();
  return `${title}\n${BEGIN}\n\n${block}\n\n${END}\n\n${rest}`;
}

function blockOf(entries: readonly RunbookEntry[]): string {
  const [first] = entries;
  if (first === undefined) return "No rule links to this page.";
  const { rule, definition } = first;
  const language = rule.expression.signal === "logs" ? "logql" : "promql";
  const example = entries.length === 1 ? "" : ` Shown here for ${first.service.title}.`;
  return [
    table(
      ["alert", "severity", "service", "holds for", "threshold", "dashboard, panel"],
      entries.map((entry) => row(entry, entries.length > 1)),
    ),
    `Fires ${inWords(definition.condition)}.${keeps(rule)}${example}`,
    ["```" + language, rule.expression.text, "```"].join("\n"),
  ].join("\n\n");
}

/** A row of the table; on a page shared by several services it shows where each of them runs. */
const row = ({ service, definition, rule, board, panel }: RunbookEntry, shared: boolean): readonly string[] => {
  const threshold = defaultThreshold(definition);
  const { title, namespace, workload } = service;
  return [
    rule.alert,
    rule.severity,
    shared ? `${title}: \`${namespace}/${workload}\`` : title,
    rule.for,
    threshold === undefined ? "–" : `\`${rule.uid}: ${threshold}\``,
    `${board}, _${panel}_`,
  ];
};

const keeps = ({ keepFiringFor }: Rule): string =>
  keepFiringFor === undefined ? "" : ` It keeps firing for ${keepFiringFor} after the condition ends.`;

/** The index of all pages, by system and service. */
export function runbookIndex(entries: ReadonlyMap<string, readonly RunbookEntry[]>, page: string): string {
  const systems = new Map<string, (readonly [page: string, entry: RunbookEntry])[]>();
  for (const [name, all] of entries) {
    for (const entry of all) {
      systems.set(entry.system.title, [...(systems.get(entry.system.title) ?? []), [name, entry]]);
    }
  }
  const sections = [...systems].map(([title, all]) =>
    [
      `## ${title}`,
      table(
        ["alert", "severity", "service"],
        all.map(([name, { rule, service }]) => [`[${rule.alert}](${name}.md)`, rule.severity, service.title]),
      ),
    ].join("\n\n"),
  );
  const block = sections.join("\n\n");
  const rest = page.replace(BLOCK, "").trimEnd();
  return `${rest}\n\n${BEGIN}\n\n${block}\n\n${END}\n`;
}

/** A Markdown table, formatted as Prettier does. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows].map((cells) => cells.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = head.map((_, column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0), 3));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  const [first = [], ...others] = all;
  return [line(first), line(widths.map((width) => "-".repeat(width))), ...others.map(line)].join("\n");
}
