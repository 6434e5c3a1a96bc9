import { grafanaError } from "../../core/errors.ts";
import { timings } from "./references.ts";
import { EXPRESSION_UIDS } from "./rule-schemas.ts";
import type { RuleInput } from "./rule-schemas.ts";
import type { Instance, Rule } from "../../core/state.ts";

/** Checks a whole group before it replaces the one with the same folder and title. */
export function checkRules(instance: Instance, folderUid: string, title: string, rules: readonly Rule[]): void {
  const others = instance.rules.filter((rule) => rule.folderUid !== folderUid || rule.ruleGroup !== title);
  rules.forEach((rule, index) => {
    check(instance, [...others, ...rules.slice(0, index)], rule);
  });
}

/** Checks one rule; `replaces` is the existing rule that it replaces. */
export function checkRule(instance: Instance, rule: Rule, replaces?: Rule): void {
  check(
    instance,
    instance.rules.filter((other) => other !== replaces),
    rule,
  );
}

function check(instance: Instance, others: readonly Rule[], rule: Rule): void {
  const refuse = (reason: string) => grafanaError(400, `invalid alert rule ${JSON.stringify(rule.title)}: ${reason}`);
  if (!instance.folders.some((folder) => folder.uid === rule.folderUid)) {
    throw refuse(`folder ${JSON.stringify(rule.folderUid)} does not exist`);
  }
  if (others.some((other) => other.uid === rule.uid)) {
    throw grafanaError(409, `alert rule with uid ${JSON.stringify(rule.uid)} already exists`);
  }
  if (others.some((other) => other.folderUid === rule.folderUid && other.title === rule.title)) {
    throw grafanaError(
      409,
      `conflicting alert rule found [rule_uid: ${rule.uid}, title: ${rule.title}]: rule title under the same organisation and folder must be unique`,
      { messageId: "alerting.alert-rule.conflict" },
    );
  }
  const reason = problem(instance, rule.body as RuleInput);
  if (reason !== undefined) throw refuse(reason);
}

/** Returns the first problem with the body of a rule. */
function problem(instance: Instance, body: RuleInput): string | undefined {
  const refIds = body.data.map((query) => query.refId);
  const repeated = refIds.find((refId, index) => refIds.indexOf(refId) !== index);
  if (repeated !== undefined) return `refId ${JSON.stringify(repeated)} is used more than once`;
  const unknown = body.data.map((query) => query.datasourceUid).find((uid) => !isKnownSource(instance, uid));
  if (unknown !== undefined) return `data source ${JSON.stringify(unknown)} does not exist`;
  return body.record == null
    ? (alertProblem(body, refIds) ?? notifyProblem(instance, body))
    : recordProblem(body, refIds);
}

function isKnownSource(instance: Instance, uid: string): boolean {
  return EXPRESSION_UIDS.includes(uid) || instance.dataSources.some((source) => source.uid === uid);
}

function alertProblem(body: RuleInput, refIds: readonly string[]): string | undefined {
  if (!refIds.includes(body.condition)) {
    return `condition ${JSON.stringify(body.condition)} does not exist, must be one of [${refIds.join(", ")}]`;
  }
  if (body.noDataState === "") return "noDataState is required";
  if (body.execErrState === "") return "execErrState is required";
  if ((body.annotations["__dashboardUid__"] === undefined) !== (body.annotations["__panelId__"] === undefined)) {
    return "annotations __dashboardUid__ and __panelId__ go together";
  }
  return undefined;
}

function recordProblem(body: RuleInput, refIds: readonly string[]): string | undefined {
  if (body.record != null && !refIds.includes(body.record.from)) {
    return `record.from ${JSON.stringify(body.record.from)} does not exist, must be one of [${refIds.join(", ")}]`;
  }
  if (body.notification_settings != null) return "recording rules cannot have notification settings";
  return undefined;
}

function notifyProblem(instance: Instance, body: RuleInput): string | undefined {
  const settings = body.notification_settings;
  if (settings == null) return undefined;
  if (!instance.contactPoints.some((point) => point.name === settings.receiver)) {
    return `receiver ${JSON.stringify(settings.receiver)} does not exist`;
  }
  const labels = settings.group_by ?? [];
  const complete = labels.length === 0 || labels.includes("...");
  if (!complete && !["alertname", "grafana_folder"].every((label) => labels.includes(label))) {
    return "group_by must include alertname and grafana_folder";
  }
  const unknown = timings(settings).find((name) => !instance.muteTimings.some((timing) => timing.name === name));
  return unknown === undefined ? undefined : `mute time interval ${JSON.stringify(unknown)} does not exist`;
}
