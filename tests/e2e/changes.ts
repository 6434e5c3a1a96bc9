/** Configuration by path below the project's name, for example `{ "collector.replicas": 2, "applications.1": {…} }`. */
export type ConfigChanges = Readonly<Record<string, unknown>>;

/** The operations of an update by resource, `<type> <name>`. Unchanged resources are omitted. */
export type Changes = Readonly<Record<string, string>>;

/** A configuration change and all its effects in an update. */
export type Change = readonly [what: string, settings: ConfigChanges, effect: Changes];

interface EngineEvent {
  readonly resourcePreEvent?: { readonly metadata: { readonly op: string; readonly urn: string } };
}

const WITHOUT_EFFECT = ["same", "read"];

/** Reads an event log of the engine, which has one event per line. */
export function changesIn(eventLog: string): Changes {
  const changes: Record<string, string> = {};
  for (const line of eventLog.split("\n").filter((text) => text !== "")) {
    const { resourcePreEvent } = JSON.parse(line) as EngineEvent;
    if (resourcePreEvent === undefined || WITHOUT_EFFECT.includes(resourcePreEvent.metadata.op)) continue;
    const { op, urn } = resourcePreEvent.metadata;
    const name = shortName(urn);
    changes[name] = name in changes ? `${changes[name]}, ${op}` : op;
  }
  return changes;
}

/** `…$grafana:alerting/ruleGroup:RuleGroup::alerting-tradeengine` → `RuleGroup alerting-tradeengine`. */
function shortName(urn: string): string {
  const [, , types = "", name = ""] = urn.split("::");
  const type = types.split("$").at(-1) ?? "";
  return `${type.startsWith("pulumi:providers:") ? "provider" : (type.split(":").at(-1) ?? "")} ${name}`;
}
