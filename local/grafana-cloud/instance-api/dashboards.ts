import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { instanceRole } from "../core/auth.ts";
import type { Context } from "../core/context.ts";
import { grafanaError } from "../core/errors.ts";
import { findFolder } from "./folders.ts";
import { omit, removeFrom, requireValidUid, stackOf } from "../core/instance.ts";
import type { Dashboard, Json, Stack } from "../core/state.ts";

const uidParams = z.object({ uid: z.string() });
const saveDashboard = z.looseObject({
  dashboard: z.looseObject({
    uid: z.string().nullish(),
    title: z.string({ error: "Dashboard title cannot be empty" }).trim().min(1, "Dashboard title cannot be empty"),
    version: z.number().nullish(),
  }),
  folderUid: z.string().default(""),
  overwrite: z.boolean().default(false),
});
const searchQuery = z.looseObject({
  folderUIDs: z.union([z.string().transform((uid) => [uid]), z.array(z.string())]).optional(),
});

/** Dashboards in the classic JSON model, and search. */
export function dashboardRoutes(app: FastifyInstance, context: Context): void {
  const stack = (request: FastifyRequest): Stack => stackOf(context, request);
  const viewer = instanceRole(stack, "Viewer");
  const editor = instanceRole(stack, "Editor");

  app.post("/api/dashboards/db", editor, async (request) => {
    const saved = save(context, stack(request), request.body);
    return { ...location(stack(request), saved), id: saved.id, status: "success", version: saved.version };
  });
  app.get("/api/dashboards/uid/:uid", viewer, async (request) => {
    const found = findDashboard(stack(request), request);
    return {
      dashboard: { ...found.model, uid: found.uid, id: found.id, version: found.version },
      meta: { ...location(stack(request), found), type: "db", version: found.version, canSave: true },
    };
  });
  app.delete("/api/dashboards/uid/:uid", editor, async (request) => {
    const found = findDashboard(stack(request), request);
    removeFrom(stack(request).instance.dashboards, found);
    return { id: found.id, title: found.model["title"], message: "Dashboard deleted" };
  });
  app.get("/api/search", viewer, async (request) => {
    const { folderUIDs } = searchQuery.parse(request.query);
    return stack(request)
      .instance.dashboards.filter((one) => folderUIDs === undefined || folderUIDs.includes(one.folderUid))
      .map((one) => ({ ...location(stack(request), one), id: one.id, title: one.model["title"], type: "dash-db" }));
  });
}

function save(context: Context, stack: Stack, body: unknown): Dashboard {
  const asked = saveDashboard.parse(body);
  const given = asked.dashboard.uid ?? "";
  if (given !== "") requireValidUid(given);
  if (asked.folderUid !== "") findFolder(stack, asked.folderUid);
  const { version } = asked.dashboard;
  const model: Json = omit(asked.dashboard, "id", "version");
  const existing = stack.instance.dashboards.find((dashboard) => dashboard.uid === given);
  if (existing === undefined) {
    const uid = given === "" ? randomUUID().slice(0, 14) : given;
    const created = { id: context.nextId(), uid, version: 1, folderUid: asked.folderUid, model };
    stack.instance.dashboards.push(created);
    return created;
  }
  if (!asked.overwrite && version !== existing.version) {
    throw grafanaError(412, "The dashboard has been changed by someone else", { status: "version-mismatch" });
  }
  existing.version += 1;
  existing.folderUid = asked.folderUid;
  existing.model = model;
  return existing;
}

function findDashboard(stack: Stack, request: FastifyRequest): Dashboard {
  const { uid } = uidParams.parse(request.params);
  const found = stack.instance.dashboards.find((dashboard) => dashboard.uid === uid);
  if (found === undefined) throw grafanaError(404, "Dashboard not found");
  return found;
}

function location(stack: Stack, dashboard: Dashboard) {
  const title = String(dashboard.model["title"]);
  const slug = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return {
    uid: dashboard.uid,
    url: `/grafana/${stack.slug}/d/${dashboard.uid}/${slug}`,
    slug,
    folderUid: dashboard.folderUid,
  };
}
