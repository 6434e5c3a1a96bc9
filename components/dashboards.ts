import * as pulumi from "@pulumi/pulumi";
import * as grafana from "@pulumiverse/grafana";
import type { EffectiveSystem } from "../model/catalog/effective.ts";
import type { Omission, RenderContext } from "../render/context.ts";
import { planDashboards } from "../render/dashboards/index.ts";
import type { GrafanaAccess } from "./backends/backend.ts";

export interface DashboardsArgs extends RenderContext {
  readonly systems: readonly EffectiveSystem[];
  readonly grafana: Pick<GrafanaAccess, "url" | "owner">;
}

/** Folders and dashboards, as rendered from the catalog. */
export class Dashboards extends pulumi.ComponentResource {
  static readonly __pulumiType = "observability:index:Dashboards";

  /** Uid of each folder by its key: alert rules are stored beside their dashboards. */
  readonly folders: Readonly<Record<string, pulumi.Output<string>>>;
  /** URL of each dashboard by its uid. */
  readonly urls: Readonly<Record<string, pulumi.Output<string>>>;
  /** Dashboards and panels that were left out because the backend has no data source for them. */
  readonly omissions: readonly Omission[];

  constructor(name: string, args: DashboardsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Dashboards.__pulumiType, name, {}, opts);
    const { url, owner } = args.grafana;
    const plan = planDashboards(args.systems, args);
    const child = { parent: this, deletedWith: owner };
    const folders: Record<string, pulumi.Output<string>> = {};
    for (const { uid, title } of plan.dashboards.map(({ folder }) => folder)) {
      folders[uid] ??= new grafana.oss.Folder(`${name}-${uid}`, { uid, title }, child).uid;
    }
    for (const { key, folder, json } of plan.dashboards) {
      new grafana.oss.Dashboard(
        `${name}-${key}`,
        { folder: folders[folder.uid], configJson: JSON.stringify(json), overwrite: true },
        child,
      );
    }

    this.folders = folders;
    this.omissions = plan.omissions;
    this.urls = Object.fromEntries(plan.dashboards.map(({ uid }) => [uid, pulumi.interpolate`${url}/d/${uid}`]));
    this.registerOutputs({ urls: this.urls });
  }
}
