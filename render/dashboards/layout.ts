import type { JsonObject, Panel } from "./panels/index.ts";

/** Columns of Grafana's grid. */
export const GRID_COLUMNS = 24;

/** Panels below a heading, in reading order. The first section of a dashboard may have no title. */
export interface Section {
  /** Unique on its dashboard. */
  readonly key: string;
  readonly title?: string;
  readonly panels: readonly Panel[];
}

/**
 * Id of a panel, derived only from its key (FNV-1a, 31 bits): it stays the same when panels are added, so alerts and links
 * that refer to it keep working.
 */
export function panelId(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  }
  return hash >>> 1 || 1;
}

/** Places sections below each other and their panels from left to right; assigns every panel its id. */
export function layOut(sections: readonly Section[]): JsonObject[] {
  const placed: JsonObject[] = [];
  let y = 0;
  for (const { key, title, panels } of sections) {
    if (title !== undefined) {
      placed.push(heading(key, title, y));
      y += 1;
    }
    y = placePanels(panels, y, placed);
  }
  assertUniqueIds(sections);
  return placed;
}

/** Appends panels from row `top` on; all panels of a line are as high as its highest. Returns the first free row. */
function placePanels(panels: readonly Panel[], top: number, placed: JsonObject[]): number {
  let y = top;
  for (const line of lines(panels)) {
    const h = Math.max(...line.map(({ height }) => height));
    let x = 0;
    for (const { key, width: w, json } of line) {
      placed.push({ ...json, id: panelId(key), gridPos: { x, y, w, h } });
      x += w;
    }
    y += h;
  }
  return y;
}

/** A panel that does not fit into a line starts the next one. */
function lines(panels: readonly Panel[]): readonly (readonly Panel[])[] {
  const all: Panel[][] = [];
  let free = 0;
  for (const panel of panels) {
    const { key, width } = panel;
    if (width < 1 || width > GRID_COLUMNS) throw new Error(`panel "${key}": expected a width of 1 to 24, got ${width}`);
    if (width > free) {
      all.push([]);
      free = GRID_COLUMNS;
    }
    all.at(-1)?.push(panel);
    free -= width;
  }
  return all;
}

const headingKey = (key: string) => `section-${key}`;

const heading = (key: string, title: string, y: number): JsonObject => ({
  id: panelId(headingKey(key)),
  type: "row",
  title,
  collapsed: false,
  panels: [],
  gridPos: { x: 0, y, w: GRID_COLUMNS, h: 1 },
});

function assertUniqueIds(sections: readonly Section[]): void {
  const owners = new Map<number, string>();
  for (const key of sections.flatMap((one) => [headingKey(one.key), ...one.panels.map((panel) => panel.key)])) {
    const id = panelId(key);
    const owner = owners.get(id);
    if (owner !== undefined) throw new Error(`panels "${owner}" and "${key}" have the same id; rename one key`);
    owners.set(id, key);
  }
}
