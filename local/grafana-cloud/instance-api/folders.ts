import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { instanceRole } from "../core/auth.ts";
import type { Context } from "../core/context.ts";
import { grafanaError } from "../core/errors.ts";
import { keepOnly, omit, requireValidUid, stackOf } from "../core/instance.ts";
import type { Folder, Permission, Stack } from "../core/state.ts";

const uidParams = z.object({ uid: z.string() });
const titleField = z.string({ error: "folder title cannot be empty" }).trim().min(1, "folder title cannot be empty");
const createFolder = z.looseObject({
  uid: z.string().optional(),
  title: titleField,
  parentUid: z.string().default(""),
});
const updateFolder = z.looseObject({
  title: titleField,
  version: z.number().optional(),
  overwrite: z.boolean().default(false),
});
const moveFolder = z.looseObject({ parentUid: z.string().default("") });
const deleteQuery = z.object({ forceDeleteRules: z.enum(["true", "false"]).default("false") });
const setPermissions = z.object({
  permissions: z
    .array(
      z.object({
        builtInRole: z.string().default(""),
        teamId: z.number().default(0),
        userId: z.number().default(0),
        permission: z.enum(["", "View", "Edit", "Admin"]).default(""),
      }),
    )
    .nullish()
    .transform((value) => value ?? []),
});

/** Finds a folder of the instance, or returns Grafana's 404. */
export function findFolder(stack: Stack, uid: string): Folder {
  const folder = stack.instance.folders.find((candidate) => candidate.uid === uid);
  if (folder === undefined) throw grafanaError(404, "folder not found", { messageId: "folder.notFound" });
  return folder;
}

/** Folders, including nested ones. */
export function folderRoutes(app: FastifyInstance, context: Context): void {
  const stack = (request: FastifyRequest): Stack => stackOf(context, request);
  const viewer = instanceRole(stack, "Viewer");
  const editor = instanceRole(stack, "Editor");
  const folderOf = (request: FastifyRequest): Folder => findFolder(stack(request), uidParams.parse(request.params).uid);

  app.get("/api/folders", viewer, async (request) => {
    const { parentUid } = z.object({ parentUid: z.string().default("") }).parse(request.query);
    const { folders } = stack(request).instance;
    return folders.filter((folder) => folder.parentUid === parentUid).map((one) => folderJson(stack(request), one));
  });
  app.post("/api/folders", editor, async (request) =>
    folderJson(stack(request), addFolder(context, stack(request), request.body)),
  );
  app.get("/api/folders/:uid", viewer, async (request) => folderJson(stack(request), folderOf(request)));
  app.put("/api/folders/:uid", editor, async (request) => {
    const folder = folderOf(request);
    const asked = updateFolder.parse(request.body);
    if (!asked.overwrite && asked.version !== folder.version) {
      throw grafanaError(412, "the folder has been changed by someone else", { status: "version-mismatch" });
    }
    folder.title = asked.title;
    folder.version += 1;
    return folderJson(stack(request), folder);
  });
  app.post("/api/folders/:uid/move", editor, async (request) => {
    const folder = folderOf(request);
    moveInto(stack(request), folder, moveFolder.parse(request.body).parentUid);
    return folderJson(stack(request), folder);
  });
  app.delete("/api/folders/:uid", editor, async (request) => {
    const folder = folderOf(request);
    const { forceDeleteRules } = deleteQuery.parse(request.query);
    removeFolder(stack(request), folder, forceDeleteRules === "true");
    return { message: "Folder deleted", id: folder.id, title: folder.title };
  });
}

function addFolder(context: Context, stack: Stack, body: unknown): Folder {
  const asked = createFolder.parse(body);
  const uid = asked.uid === undefined || asked.uid === "" ? randomUUID().slice(0, 14) : asked.uid;
  requireValidUid(uid);
  if (asked.parentUid !== "") findFolder(stack, asked.parentUid);
  if (stack.instance.folders.some((folder) => folder.uid === uid)) {
    throw grafanaError(409, "a folder with the same UID already exists", { status: "name-exists" });
  }
  const folder: Folder = {
    id: context.nextId(),
    uid,
    title: asked.title,
    parentUid: asked.parentUid,
    version: 1,
    permissions: asked.parentUid === "" ? defaultPermissions() : [],
  };
  stack.instance.folders.push(folder);
  return folder;
}

function moveInto(stack: Stack, folder: Folder, parentUid: string): void {
  if (parentUid !== "") findFolder(stack, parentUid);
  if (withDescendants(stack, folder.uid).includes(parentUid)) {
    throw grafanaError(400, "folder cannot be moved into itself or one of its subfolders");
  }
  folder.parentUid = parentUid;
}

function removeFolder(stack: Stack, folder: Folder, forceDeleteRules: boolean): void {
  const { folders, dashboards, rules, ruleGroups } = stack.instance;
  const gone = withDescendants(stack, folder.uid);
  if (!forceDeleteRules && rules.some((rule) => gone.includes(rule.folderUid))) {
    throw grafanaError(400, "folder cannot be deleted: folder contains alert rules");
  }
  keepOnly(rules, (rule) => !gone.includes(rule.folderUid));
  keepOnly(ruleGroups, (group) => !gone.includes(group.folderUid));
  keepOnly(dashboards, (dashboard) => !gone.includes(dashboard.folderUid));
  keepOnly(folders, (candidate) => !gone.includes(candidate.uid));
}

function withDescendants(stack: Stack, uid: string): string[] {
  const children = stack.instance.folders.filter((folder) => folder.parentUid === uid);
  return [uid, ...children.flatMap((child) => withDescendants(stack, child.uid))];
}

/** Permissions that Grafana grants on a new top-level folder. */
function defaultPermissions(): Permission[] {
  return [
    { builtInRole: "Editor", teamId: 0, userId: 0, permission: "Edit" },
    { builtInRole: "Viewer", teamId: 0, userId: 0, permission: "View" },
  ];
}

function folderJson(stack: Stack, folder: Folder) {
  const parent = folder.parentUid === "" ? {} : { parentUid: folder.parentUid };
  return {
    ...omit(folder, "permissions", "parentUid"),
    ...parent,
    orgId: 1,
    url: `/grafana/${stack.slug}/dashboards/f/${folder.uid}/${folder.uid}`,
  };
}

/** Permissions of a folder; an empty permission removes the entry. */
export function folderPermissionRoutes(app: FastifyInstance, context: Context): void {
  const stack = (request: FastifyRequest): Stack => stackOf(context, request);
  const admin = instanceRole(stack, "Admin");
  const folderOf = (request: FastifyRequest): Folder => findFolder(stack(request), uidParams.parse(request.params).uid);

  app.get("/api/access-control/folders/:uid", admin, async (request) =>
    folderOf(request).permissions.map((permission, index) => ({
      id: index + 1,
      ...permission,
      actions: [],
      isManaged: true,
      isInherited: false,
    })),
  );
  app.post("/api/access-control/folders/:uid", admin, async (request) => {
    const folder = folderOf(request);
    for (const asked of setPermissions.parse(request.body).permissions) {
      folder.permissions = folder.permissions.filter((current) => !sameSubject(current, asked));
      if (asked.permission !== "") folder.permissions.push(asked);
    }
    return { message: "Permissions updated" };
  });
}

function sameSubject(left: Permission, right: Permission): boolean {
  return left.builtInRole === right.builtInRole && left.teamId === right.teamId && left.userId === right.userId;
}
