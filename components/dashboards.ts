import * as pulumi from "@pulumi/pulumi";
import * as grafana from "@pulumiverse/grafana";
import type { RenderedDashboard } from "../render/dashboards/index.ts";

export interface DashboardsArgs {
  readonly dashboards: readonly RenderedDashboard[];
  /** URL of the Grafana they are published in. */
  readonly grafanaUrl: pulumi.Input<string>;
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
    const titles = new Map(args.dashboards.map(({ folder }) => [folder.uid, folder.title]));
    const folders = [...titles].map(
      ([uid, title]) => [uid, new grafana.oss.Folder(`${name}-${uid}`, { uid, title }, child)] as const,
    );
    const folderUid = Object.fromEntries(folders.map(([uid, folder]) => [uid, folder.uid]));
    const boards = args.dashboards.map(
      ({ uid, folder, json }) =>
        [
          uid,
          new grafana.oss.Dashboard(
            `${name}-${uid}`,
            { folder: folderUid[folder.uid], configJson: JSON.stringify(json), overwrite: true },
            child,
          ),
        ] as const,
    );

    this.folders = folderUid;
    this.urls = Object.fromEntries(boards.map(([uid]) => [uid, pulumi.interpolate`${args.grafanaUrl}/d/${uid}`]));
    this.registerOutputs({ urls: this.urls });
  }
}
