import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { instanceRole } from "../../core/auth.ts";
import { timestamp } from "../../core/context.ts";
import type { Context } from "../../core/context.ts";
import { grafanaError } from "../../core/errors.ts";
import { keepOnly, omit, provenanceOf, removeFrom, requireValidUid, stackOf } from "../../core/instance.ts";
import { checkRule, checkRules } from "./rule-checks.ts";
import { groupParams, ruleGroup, singleRule } from "./rule-schemas.ts";
import type { RuleInput } from "./rule-schemas.ts";
import type { Instance, Rule, RuleGroup, Stack } from "../../core/state.ts";

/** Interval of a group whose first rule is created on its own. */
const DEFAULT_INTERVAL_SECONDS = 60;

/** Rule groups, written as a whole. */
export function ruleGroupRoutes(app: FastifyInstance, context: Context): void {
  const path = "/api/v1/provisioning/folder/:folder/rule-groups/:group";
  const stack = (request: FastifyRequest): Stack => stackOf(context, request);
  const viewer = instanceRole(stack, "Viewer");
  const editor = instanceRole(stack, "Editor");

  app.get(path, viewer, async (request) => {
    const { instance } = stack(request);
    return groupJson(instance, findGroup(instance, groupParams.parse(request.params)));
  });
  app.put(path, editor, async (request) => {
    const { instance } = stack(request);
    const { folder, group: title } = groupParams.parse(request.params);
    const asked = ruleGroup.parse(request.body);
    const rules = asked.rules.map((input) => toRule(context, request, input, folder, title));
    checkRules(instance, folder, title, rules);
    keepOnly(instance.rules, (rule) => !inGroup(rule, folder, title));
    instance.rules.push(...rules);
    const group = ensureGroup(instance, folder, title);
    group.interval = asked.interval;
    return groupJson(instance, group);
  });
  app.delete(path, editor, async (request, reply) => {
    const { instance } = stack(request);
    const found = findGroup(instance, groupParams.parse(request.params));
    keepOnly(instance.rules, (rule) => !inGroup(rule, found.folderUid, found.title));
    removeFrom(instance.ruleGroups, found);
    return reply.code(204).send();
  });
}

/** Single rules. */
export function ruleRoutes(app: FastifyInstance, context: Context): void {
  const base = "/api/v1/provisioning/alert-rules";
  const stack = (request: FastifyRequest): Stack => stackOf(context, request);
  const viewer = instanceRole(stack, "Viewer");
  const editor = instanceRole(stack, "Editor");

  app.get(base, viewer, async (request) => stack(request).instance.rules.map(ruleJson));
  app.get(`${base}/:uid`, viewer, async (request) => ruleJson(findRule(stack(request).instance, request)));
  app.post(base, editor, async (request, reply) => {
    const { instance } = stack(request);
    const { folderUID, ruleGroup: title, ...input } = singleRule.parse(request.body);
    const rule = toRule(context, request, input, folderUID, title);
    checkRule(instance, rule);
    ensureGroup(instance, folderUID, title);
    instance.rules.push(rule);
    return reply.code(201).send(ruleJson(rule));
  });
  app.put(`${base}/:uid`, editor, async (request) => {
    const { instance } = stack(request);
    const found = findRule(instance, request);
    const { folderUID, ruleGroup: title, ...input } = singleRule.parse(request.body);
    const rule = toRule(context, request, { ...input, uid: found.uid }, folderUID, title);
    checkRule(instance, rule, found);
    ensureGroup(instance, folderUID, title);
    instance.rules.splice(instance.rules.indexOf(found), 1, rule);
    dropEmptyGroups(instance);
    return ruleJson(rule);
  });
  app.delete(`${base}/:uid`, editor, async (request, reply) => {
    const { instance } = stack(request);
    const { uid } = z.object({ uid: z.string() }).parse(request.params);
    keepOnly(instance.rules, (rule) => rule.uid !== uid);
    dropEmptyGroups(instance);
    return reply.code(204).send();
  });
}

function toRule(
  context: Context,
  request: FastifyRequest,
  input: RuleInput,
  folderUid: string,
  ruleGroup: string,
): Rule {
  const { uid } = input;
  if (uid !== "") requireValidUid(uid);
  return {
    id: context.nextId(),
    uid: uid === "" ? randomUUID().slice(0, 14) : uid,
    title: input.title,
    folderUid,
    ruleGroup,
    provenance: provenanceOf(request),
    updated: timestamp(),
    body: omit(input, "uid", "provenance", "orgID", "id", "updated"),
  };
}

function inGroup(rule: Rule, folderUid: string, title: string): boolean {
  return rule.folderUid === folderUid && rule.ruleGroup === title;
}

function ensureGroup(instance: Instance, folderUid: string, title: string): RuleGroup {
  const existing = instance.ruleGroups.find((group) => group.folderUid === folderUid && group.title === title);
  if (existing !== undefined) return existing;
  const group = { folderUid, title, interval: DEFAULT_INTERVAL_SECONDS };
  instance.ruleGroups.push(group);
  return group;
}

/** A group exists only while it has rules. */
function dropEmptyGroups(instance: Instance): void {
  keepOnly(instance.ruleGroups, (group) => instance.rules.some((rule) => inGroup(rule, group.folderUid, group.title)));
}

function findGroup(instance: Instance, at: z.infer<typeof groupParams>): RuleGroup {
  const found = instance.ruleGroups.find((group) => group.folderUid === at.folder && group.title === at.group);
  if (found === undefined) throw grafanaError(404, "rule group does not exist");
  return found;
}

function findRule(instance: Instance, request: FastifyRequest): Rule {
  const { uid } = z.object({ uid: z.string() }).parse(request.params);
  const found = instance.rules.find((rule) => rule.uid === uid);
  if (found === undefined) throw grafanaError(404, "alert rule not found");
  return found;
}

function groupJson(instance: Instance, group: RuleGroup) {
  const rules = instance.rules.filter((rule) => inGroup(rule, group.folderUid, group.title));
  return { title: group.title, folderUid: group.folderUid, interval: group.interval, rules: rules.map(ruleJson) };
}

function ruleJson(rule: Rule) {
  const provenance = rule.provenance === "" ? {} : { provenance: rule.provenance };
  return {
    ...rule.body,
    id: rule.id,
    uid: rule.uid,
    orgID: 1,
    folderUID: rule.folderUid,
    ruleGroup: rule.ruleGroup,
    title: rule.title,
    updated: rule.updated,
    ...provenance,
  };
}
