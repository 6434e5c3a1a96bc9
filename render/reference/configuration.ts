import type { Duration } from "../../model/duration.ts";
import { z } from "zod";
import { configSchema } from "../../model/config/index.ts";
import { BOOTSTRAP_TOKEN } from "../../model/backends/grafana-cloud.ts";
import { literalsOf, membersOf, unwrap, valueAt } from "../../model/check/schema-walk.ts";

/** `docs/configuration.md`: every key with its default and meaning, in the order of the schema. */
export function renderConfigReference(): string {
  const sections = Object.entries(membersOf(configSchema)).map(([key, schema]) => section(key, schema));
  return `${[INTRODUCTION, ...sections, SECRETS].join("\n\n")}\n`;
}

const INTRODUCTION = `# Configuration

\`make docs\` generates this page from the schema in \`model/config\`: do not edit it.

The keys below belong under \`config:\` in \`Pulumi.<stack>.yaml\`, each with the prefix \`observability:\`. Set a key with
\`pulumi config set --path 'observability:collector.replicas' 3\`, or edit the file. The program validates the whole configuration
before it registers the first resource, and reports every problem at once with the line that fixes it.`;

const SECRETS = `## Secrets

| key | meaning |
| --- | --- |
| \`${BOOTSTRAP_TOKEN}\` | **Required.** The only token you create by hand: an access policy token with the scopes listed in the README. The program uses it to create everything else. |
| the \`secret\` of each contact point | The webhook URL or integration key of that contact point. |

Set them with \`pulumi config set --secret observability:<key>\`. A secret stored in plain text is rejected.`;

interface Row {
  readonly path: string;
  readonly schema: z.core.$ZodType;
  /** Put before the description: the values of a discriminator, or the variants that have this key. */
  readonly note?: string;
  /** The default variant. */
  readonly byDefault?: unknown;
  /** One of several alternatives, so not required even without a default. */
  readonly alternative?: boolean;
}

function section(key: string, schema: z.core.$ZodType): string {
  const rows = rowsBelow(key, schema);
  const table = ["| key | default | meaning |", "| --- | --- | --- |", ...rows.map(row)].join("\n");
  const title = rows.length === 1 && rows[0]?.path === key ? "" : `${unwrap(schema).meta?.description ?? ""}\n\n`;
  return `## ${key}\n\n${title}${table}`;
}

/** The leaves below a schema, in order. */
function rowsBelow(path: string, schema: z.core.$ZodType): Row[] {
  const inner = unwrap(schema).schema;
  if (inner instanceof z.ZodObject) {
    const rows = Object.entries(membersOf(inner)).flatMap(([key, member]) => rowsBelow(`${path}.${key}`, member));
    // An optional object gets its own row, because its members are required only if it is set.
    return schema instanceof z.ZodOptional ? [{ path, schema }, ...rows] : rows;
  }
  if (inner instanceof z.ZodDiscriminatedUnion) return variants(path, inner, z.safeParse(schema, undefined).data);
  // Either a word or an object: list the members of the object below the key itself.
  if (inner instanceof z.ZodUnion) {
    const objects = inner.options.filter((option) => unwrap(option).schema instanceof z.ZodObject);
    const rows = objects.flatMap((option) => rowsBelow(path, option));
    return [{ path, schema }, ...rows.map((row) => ({ ...row, alternative: objects.length > 1 }))];
  }
  if (inner instanceof z.ZodArray && !isWord(unwrap(inner.element).schema)) {
    return rowsBelow(`${path}[]`, inner.element);
  }
  return [{ path, schema }];
}

const isWord = (schema: z.core.$ZodType): boolean => schema instanceof z.ZodString || schema instanceof z.ZodEnum;

/** The members of all variants, each once; a member that only some variants have lists them. */
function variants(path: string, union: z.ZodDiscriminatedUnion, byDefault: unknown): Row[] {
  const { discriminator } = union.def;
  const names = literalsOf(union, discriminator);
  const rowsOf = union.options.map((option) => rowsBelow(path, option));
  const paths = [...new Set(rowsOf.flat().map((row) => row.path))];
  return paths.flatMap((member) => {
    const owners = names.filter((_, index) => rowsOf[index]?.some((row) => row.path === member));
    const found = rowsOf.flat().find((row) => row.path === member);
    if (!found) return [];
    if (member === `${path}.${discriminator}`) {
      return [
        { ...found, byDefault: valueAt(byDefault, [discriminator]), note: `One of ${names.map(code).join(", ")}.` },
      ];
    }
    return [owners.length < names.length ? { ...found, note: `Only for ${owners.map(code).join(", ")}.` } : found];
  });
}

function row({ path, schema, note, byDefault, alternative = false }: Row): string {
  const { meta } = unwrap(schema);
  const expected = meta?.expected && `Expected: ${meta.expected}.`;
  const text = [note, meta?.description, expected].filter(Boolean).join(" ").replaceAll("|", "\\|");
  const value = byDefault ?? z.safeParse(schema, undefined).data;
  const none = alternative || schema instanceof z.ZodOptional ? "–" : "**required**";
  return `| ${code(path)} | ${value === undefined ? none : code(JSON.stringify(isDuration(value) ? value.text : value))} | ${text} |`;
}

const isDuration = (value: unknown): value is Duration =>
  typeof value === "object" && value !== null && "text" in value && "seconds" in value;

const code = (text: string): string => `\`${text}\``;
