import type * as pulumi from "@pulumi/pulumi";

/** Where one kind of telemetry is written, and as whom. */
export interface WriteEndpoint {
  readonly url: pulumi.Output<string>;
  readonly username: pulumi.Output<string>;
}

/** A minted token that its write endpoints have already accepted. */
export interface WriteToken {
  /** Secret. */
  readonly value: pulumi.Output<string>;
  /** Changes when the token is replaced; says nothing about its value. */
  readonly version: pulumi.Output<string>;
  /** Unix time in seconds from which it is refused. */
  readonly expiresAt: pulumi.Output<number>;
  /** Seconds before that from which on an `up` replaces it. */
  readonly overlap: number;
}

/** Data source uids in the backend's Grafana. */
interface DataSources {
  readonly metrics: string;
  readonly logs: string;
  readonly traces: string;
  readonly profiles: string;
  /** What the backend counts of its own use. */
  readonly usage: string;
}

/** What every backend gives to the collector, the applications, the boards and the alerts; none of them can tell which one it is. */
export interface TelemetryBackend {
  readonly grafanaUrl: pulumi.Output<string>;
  readonly dataSources: DataSources;
  /** OTLP over HTTP: metrics, logs and traces. The collector appends `/v1/<signal>`. */
  readonly otlp: WriteEndpoint;
  /** Pyroscope. */
  readonly profiles: WriteEndpoint;
  /** May write all signals. */
  readonly collectorToken: WriteToken;
  /** May write profiles only; minted where applications push their profiles themselves. */
  readonly profilesToken: WriteToken | undefined;
}
