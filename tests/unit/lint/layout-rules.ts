import { DashboardBuilder } from "@grafana/grafana-foundation-sdk/dashboard";
import { BOARD_TAG } from "../../../render/dashboards/board.ts";
import { FLEET } from "../../../model/catalog/uids.ts";
import { overlaps } from "../../../testing/boards.ts";
import { complain, type LintRule } from "./rule.ts";
import type { BoardSubject } from "./subjects.ts";

/** On a board as a whole: what it is called, where its panels are, where it leads. */
export const layoutRules: readonly LintRule<BoardSubject>[] = [
  {
    name: "uneditable-dashboard",
    from: "dashboard-linter",
    demands: "Boards are read-only in Grafana: the next `up` would undo an edit.",
    check: ({ board }) => complain(board["editable"] !== false, "editable"),
  },
  {
    name: "board-uid",
    from: "own",
    demands: "Uids are the same inside and outside, at most 40 characters, and not that of a folder.",
    check: ({ rendered: { uid, folder }, board }) => [
      ...complain(!/^[a-z0-9-]{1,40}$/.test(uid), uid),
      ...complain(board.uid !== uid, `${board.uid} inside, ${uid} outside`),
      ...complain(folder.uid === uid, "the uid of its folder"),
    ],
  },
  {
    name: "board-schema",
    from: "own",
    demands: "The schema version is the SDK's, and all of the board is plain data.",
    check: ({ rendered: { json }, board }) => [
      ...complain(board.schemaVersion !== new DashboardBuilder("any").build().schemaVersion, "another schema"),
      ...complain(JSON.stringify(JSON.parse(JSON.stringify(json))) !== JSON.stringify(json), "no plain data"),
    ],
  },
  {
    name: "panel-id",
    from: "own",
    demands: "Every panel has an id of its own, a positive 31 bit number.",
    check: ({ board: { panels } }) => {
      const ids = panels.map(({ id }) => id);
      return [
        ...complain(new Set(ids).size !== ids.length, "an id twice"),
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
    demands: "Panels keep inside 24 columns and apart; those of a line are equally high and leave no gap.",
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
      "A menu of the boards beside it that keeps time and variables, links to the overview and the runbooks; every link leads to a board there is.",
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
          "no menu of boards",
        ),
        ...complain(![BOARD_TAG, folder].every((tag) => board.tags.includes(tag)), "not in the menu of boards"),
        ...complain(!board.links.some(({ type, url }) => type === "link" && /^https?:/.test(url)), "no runbooks"),
        ...complain(
          uid !== FLEET.overview && !linked(JSON.stringify(board.links)).includes(FLEET.overview),
          "no way to the overview",
        ),
        ...linked(JSON.stringify(json)).flatMap((uid) => complain(!uids.has(uid), `a link to ${uid}, which is none`)),
      ];
    },
  },
];

/** Uids of boards that data links lead to, of services by all their names. */
function linked(json: string): readonly string[] {
  const names = [...json.matchAll(/"text":"([a-z0-9-]+)","index"/g)].map(([, name = ""]) => name);
  return [...json.matchAll(/"url":"\/d\/([^?"]+)/g)].flatMap(([, uid = ""]) =>
    uid.startsWith("${__value.text}") ? names.map((name) => uid.replace("${__value.text}", name)) : [uid],
  );
}
