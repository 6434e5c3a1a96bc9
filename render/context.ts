/** What boards and rules need to know of the environment they are rendered for. */
export interface RenderContext {
  /** `deployment.environment.name`; part of tags and labels. */
  readonly environment: string;
  /** Data source uids. */
  readonly dataSources: DataSourceUids;
  /** Where `docs/runbooks` can be read. */
  readonly runbookUrl: string;
}

export interface DataSourceUids {
  readonly metrics: string;
  readonly logs: string;
  readonly traces: string;
  readonly profiles: string;
  /** What the backend counts of its own use. */
  readonly usage: string;
}

/** An address below another one, with one slash between them. */
export const below = (base: string, path: string): string => `${base.replace(/\/+$/, "")}/${path}`;
