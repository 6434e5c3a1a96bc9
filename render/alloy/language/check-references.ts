import type { Block, Reference, Value } from "./ast.ts";
import { COMPONENT_EXPORTS } from "./components.ts";

/**
 * Returns problems with references between components: a reference to an undeclared component or to something that it does
 * not export, and two components with the same name. Alloy would reject the whole configuration at run time.
 */
export function referenceProblems(blocks: readonly Block[]): string[] {
  const declared = new Set<string>();
  const problems: string[] = [];
  for (const block of blocks) {
    if (declared.has(title(block))) problems.push(`${title(block)}: declared twice; give one of them another label`);
    declared.add(title(block));
  }
  for (const block of blocks) {
    for (const { path, reference } of references(block, title(block))) {
      const target = `${reference.component} "${reference.label}"`;
      const exports = exportsOf(reference.component);
      if (!declared.has(target)) {
        problems.push(`${path}: refers to ${target}, which is not declared; declare it or refer to another component`);
      } else if (!exports.includes(reference.field)) {
        const known = exports.length === 0 ? "nothing" : exports.join(", ");
        problems.push(`${path}: refers to "${reference.field}" of ${target}, which exports ${known}`);
      }
    }
  }
  return problems;
}

interface Use {
  /** Location of the reference, for example `otelcol.receiver.otlp "default" > output > logs`. */
  readonly path: string;
  readonly reference: Reference;
}

function references(block: Block, path: string): Use[] {
  return [
    ...Object.entries(block.attributes).flatMap(([name, value]) => referencesIn(value, `${path} > ${name}`)),
    ...block.blocks.flatMap((inner) => references(inner, `${path} > ${inner.name}`)),
  ];
}

function referencesIn(value: Value, path: string): Use[] {
  if (Array.isArray(value)) return value.flatMap((item: Value) => referencesIn(item, path));
  if (value === null || typeof value !== "object" || !("kind" in value)) return [];
  switch (value.kind) {
    case "reference":
      return [{ path, reference: value }];
    case "object":
      return Object.entries(value.fields).flatMap(([key, field]) => referencesIn(field, `${path} > ${key}`));
    case "call":
      return value.arguments.flatMap((argument) => referencesIn(argument, path));
    case "raw":
    case "quantity":
    case "late":
      return [];
  }
}

function exportsOf(component: string): readonly string[] {
  return Object.entries(COMPONENT_EXPORTS).find(([name]) => name === component)?.[1] ?? [];
}

function title(block: Block): string {
  return block.label === undefined ? block.name : `${block.name} "${block.label}"`;
}
