import { DESKTOP, drawBoard, PHONE } from "./board.ts";
import { readBoard, tagsOf } from "./json.ts";

/** A dashboard to draw. */
export interface PreviewedBoard {
  readonly uid: string;
  readonly title: string;
  readonly folder: { readonly title: string };
  /** Dashboard, schema v1. */
  readonly json: unknown;
}

export const PREVIEW_FOLDER = "docs/boards";

/** Dashboards that are also drawn as on a phone. */
const ON_PHONE = ["tradeengine-service"];

/** Returns the pictures of dashboards and the page that lists them, by path. */
export function previewFiles(boards: readonly PreviewedBoard[]): Readonly<Record<string, string>> {
  const files = boards.flatMap((one) => [
    [`${PREVIEW_FOLDER}/${one.uid}.svg`, previewOf(one, boards, "desktop")] as const,
    ...(ON_PHONE.includes(one.uid)
      ? [[`${PREVIEW_FOLDER}/phone/${one.uid}.svg`, previewOf(one, boards, "phone")] as const]
      : []),
  ]);
  return { ...Object.fromEntries(files), [`${PREVIEW_FOLDER}/README.md`]: index(boards) };
}

/** Draws one dashboard; its dashboard lists name the others. */
export function previewOf(one: PreviewedBoard, boards: readonly PreviewedBoard[], screen: "desktop" | "phone"): string {
  const others = boards.map(({ title, folder, json }) => ({ title, folder: folder.title, tags: tagsOf(json) }));
  return drawBoard(
    readBoard(one.json),
    { folder: one.folder.title, boards: others },
    screen === "phone" ? PHONE : DESKTOP,
  );
}

function index(boards: readonly PreviewedBoard[]): string {
  const folders = [...new Set(boards.map(({ folder }) => folder.title))];
  const sections = folders.map((folder) => {
    const own = boards.filter((one) => one.folder.title === folder);
    return [
      `## ${folder}`,
      ...own.map(({ uid, title, json }) => `### ${title}\n\n${readBoard(json).description}\n\n![${title}](${uid}.svg)`),
    ].join("\n\n");
  });
  const phone = boards
    .filter(({ uid }) => ON_PHONE.includes(uid))
    .map(({ uid, title }) => `![${title} on a phone](phone/${uid}.svg)`);
  return `${[INTRODUCTION, ...sections, "## On a phone", ...phone].join("\n\n")}\n`;
}

const INTRODUCTION = `# Dashboards

Every dashboard as Grafana lays it out, drawn from its JSON by \`make previews\`. The data is made up: use the pictures to review layout, titles,
units, legends and colours, not the numbers. Open a picture on its own and hover over a panel's title to read the panel's description.`;
