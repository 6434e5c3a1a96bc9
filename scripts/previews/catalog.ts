import { systems } from "../../catalog/index.ts";
import { renderDashboards } from "../../render/dashboards/index.ts";
import type { PreviewedBoard } from "./index.ts";

/** Pictures show no uid; a data source of any name will do. */
const DATA_SOURCES = { metrics: "metrics", logs: "logs", traces: "traces", profiles: "profiles", usage: "usage" };

/** Every board of the catalog. Pictures do not depend on the environment: it is only in tags and addresses. */
export const catalogBoards = (): readonly PreviewedBoard[] =>
  renderDashboards(Object.values(systems), {
    environment: "example",
    dataSources: DATA_SOURCES,
    runbookUrl: "docs/runbooks",
  });
