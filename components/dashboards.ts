import * as pulumi from "@pulumi/pulumi";
import * as grafana from "@pulumiverse/grafana";
import type { System } from "../model/catalog/system.ts";
import type { Config } from "../model/config/index.ts";
import { renderDashboards } from "../render/dashboards/index.ts";
import type { TelemetryBackend } from "./backends/backend.ts";

export interface DashboardsArgs extends Pick<Config, "environment"> {
  readonly systems: readonly System[];
  readonly backend: Pick<TelemetryBackend, "grafanaUrl" | "dataSources">;
  readonly alerts: Pick<Config["alerts"], "runbookUrl" | "thresholds">;
}

/** Folders and dashboards, as rendered from the catalog. */
export class Dashboards extends pulumi.ComponentResource {
  static readonly __pulumiType = "observability:index:Dashboards";

  /** Uid of each folder by its key: alert rules live beside their boards. */
  readonly folders: Readonly<Record<string, pulumi.Output<string>>>;
  /** URL of each dashboard by its uid. */
  readonly urls: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: DashboardsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Dashboards.__pulumiType, name, {}, opts);
    const child = { parent: this, deletedWith: opts?.deletedWith };
    const dashboards = renderDashboards(args.systems, {
      environment: args.environment,
      dataSources: args.backend.dataSources,
      runbookUrl: args.alerts.runbookUrl ?? "",
      thresholds: args.alerts.thresholds,
    });
    const folders: Record<string, pulumi.Output<string>> = {};
    for (const { uid, title } of dashboards.map(({ folder }) => folder)) {
      folders[uid] ??= new grafana.oss.Folder(`${name}-${uid}`, { uid, title }, child).uid;
    }
    for (const { key, folder, json } of dashboards) {
      new grafana.oss.Dashboard(
        `${name}-${key}`,
        { folder: folders[folder.uid], configJson: JSON.stringify(json), overwrite: true },
        child,
      );
    }

    this.folders = folders;
    this.urls = Object.fromEntries(
      dashboards.map(({ uid }) => [uid, pulumi.interpolate`${args.backend.grafanaUrl}/d/${uid}`]),
    );
    this.registerOutputs({ urls: this.urls });
  }
}
