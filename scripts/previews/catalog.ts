import { systems } from "../../catalog/index.ts";
import { effective } from "../../model/catalog/effective.ts";
import { planDashboards } from "../../render/dashboards/index.ts";
import { EXAMPLE } from "../../render/reference/committed-files.ts";
import type { PreviewedBoard } from "./index.ts";

/** Every dashboard of the catalog. Pictures do not depend on the environment, which affects only tags and addresses. */
export const catalogBoards = (): readonly PreviewedBoard[] =>
  planDashboards(effective(Object.values(systems)), EXAMPLE).dashboards;
