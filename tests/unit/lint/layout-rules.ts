import { DashboardBuilder } from "@grafana/grafana-foundation-sdk/dashboard";
import { BOARD_TAG } from "../../../render/dashboards/board.ts";
import { FLEET } from "../../../model/catalog/uids.ts";
import { overlaps } from "../../../testing/boards.ts";
import { complain, type LintRule } from "./rule.ts";
import type { BoardSubject } from "./subjects.ts";

/** Rules on a whole dashboard: its name, its layout and its links. */
export const layoutRules: readonly LintRule<BoardSubject>[] = [
  {
    name: "uneditable-dashboard",
    from: "dashboard-linter",
    demands: "Dashboards are read-only in Grafana, because the next `up` would undo an edit.",
    check: ({ board }) => complain(board["editable"] !== false, "editable"),
  },
  {
    name: "board-uid",
    from: "own",
    demands: "Uids are the same inside and outside, have at most 40 characters, and differ from the folder's uid.",
    check: ({ rendered: { uid, folder }, board }) => [
      ...complain(!/^[a-z0-9-]{1,40}$/.test(uid), uid),
      ...complain(board.uid !== uid, `${board.uid} inside, ${uid} outside`),
      ...complain(folder.uid === uid, "the uid of its folder"),
    ],
  },
  {
    name: "board-schema",
    from: "own",
    demands: "The schema version is the SDK's, and the whole dashboard is plain data.",
    check: ({ rendered: { json }, board }) => [
      ...complain(board.schemaVersion !== new DashboardBuilder("any").build().schemaVersion, "a different schema"),
      ...complain(JSON.stringify(JSON.parse(JSON.stringify(json))) !== JSON.stringify(json), "not plain data"),
    ],
  },
  {
    name: "panel-id",
    from: "own",
    demands: "Every panel has a unique id, a positive 31-bit number.",
    check: ({ board: { panels } }) => {
      const ids = panels.map(({ id }) => id);
      return [
        ...complain(new Set(ids).size !== ids.length, "a duplicate id"),
        ...complain(
          ids.some((id) => id <= 0 || id >= 2 ** 31),
          "an id out of range",
        ),
      ];
    },
  },
  {
    name: "grid",
    from: "own",
    demands: "Panels stay within 24 columns and do not overlap; those on a line are equally high and leave no gap.",
    check: ({ board: { panels } }) => [
      ...overlaps(panels),
      ...[...Map.groupBy(panels, ({ gridPos }) => gridPos.y).values()].flatMap((line) => {
        const width = line.reduce((sum, { gridPos }) => sum + gridPos.w, 0);
        const heights = new Set(line.map(({ gridPos }) => gridPos.h)).size;
        return complain(width !== 24 || heights !== 1, `line of ${line[0]?.title ?? ""}: ${width} columns`);
      }),
    ],
  },
  {
    name: "leads-on",
    from: "own",
    demands:
      "A menu lists the dashboards of the folder and keeps time and variables; links lead to the overview and the runbooks; every linked dashboard exists.",
    check: ({
      board,
      uids,
      rendered: {
        json,
        uid,
        folder: { uid: folderUid },
      },
    }) => {
      const folder = `folder:${folderUid}`;
      const boards = board.links.find(({ type }) => type === "dashboards");
      return [
        ...complain(
          !boards?.keepTime || !boards.includeVars || boards.tags.join() !== `${BOARD_TAG},${folder}`,
          "no menu of dashboards",
        ),
        ...complain(![BOARD_TAG, folder].every((tag) => board.tags.includes(tag)), "not in the menu of dashboards"),
        ...complain(!board.links.some(({ type, url }) => type === "link" && /^https?:/.test(url)), "no runbooks"),
        ...complain(
          uid !== FLEET.overview && !linked(JSON.stringify(board.links)).includes(FLEET.overview),
          "no link to the overview",
        ),
        ...linked(JSON.stringify(json)).flatMap((uid) =>
          complain(!uids.has(uid), `a link to ${uid}, which is not a dashboard`),
        ),
      ];
    },
  },
];

/** Uids of dashboards that data links lead to; those of services by all their names. */
function linked(json: string): readonly string[] {
  const names = [...json.matchAll(/"text":"([a-z0-9-]+)","index"/g)].map(([, name = ""]) => name);
  return [...json.matchAll(/"url":"\/d\/([^?"]+)/g)].flatMap(([, uid = ""]) =>
    uid.startsWith("${__value.text}") ? names.map((name) => uid.replace("${__value.text}", name)) : [uid],
  );
}
