import { gunzipSync } from "node:zlib";
import protobuf from "protobufjs";
import type { Content } from "./otlp.ts";
import type { ProfileItem } from "../core/recorder.ts";

/** Pyroscope's push request, and the fields of pprof that tests use. */
const SCHEMA = `
syntax = "proto3";
message PushRequest { repeated Series series = 1; }
message Series { repeated Label labels = 1; repeated Sample samples = 2; }
message Label { string name = 1; string value = 2; }
message Sample { bytes raw_profile = 1; string ID = 2; }

message Profile {
  repeated ValueType sample_type = 1;
  repeated ProfileSample sample = 2;
  repeated Mapping mapping = 3;
  repeated Location location = 4;
  repeated Function function = 5;
  repeated string string_table = 6;
  int64 time_nanos = 9;
  int64 duration_nanos = 10;
  ValueType period_type = 11;
  int64 period = 12;
}
message ValueType { int64 type = 1; int64 unit = 2; }
message ProfileSample { repeated uint64 location_id = 1; repeated int64 value = 2; }
message Mapping { uint64 id = 1; }
message Location { uint64 id = 1; repeated Line line = 4; }
message Line { uint64 function_id = 1; int64 line = 2; }
message Function { uint64 id = 1; int64 name = 2; int64 system_name = 3; int64 filename = 4; }
`;

const { root } = protobuf.parse(SCHEMA, { keepCase: true });

interface Label {
  readonly name: string;
  readonly value: string;
}
interface PushRequest {
  readonly series: readonly {
    readonly labels: readonly Label[];
    readonly samples: readonly { readonly raw_profile: Uint8Array }[];
  }[];
}
interface Profile {
  readonly sample_type: readonly { readonly type: number; readonly unit: number }[];
  readonly sample: readonly unknown[];
  readonly string_table: readonly string[];
  readonly time_nanos: { toString(): string };
}

type Message = "PushRequest" | "Profile";

/** Encodes the JSON form of a message; bytes can be buffers. */
export const encodeProfileMessage = (message: Message, object: Record<string, unknown>): Uint8Array => {
  const type = root.lookupType(message);
  return type.encode(type.fromObject(object)).finish();
};

/** Reads a decompressed request of `push.v1.PusherService/Push`. Throws if it is malformed. */
export function readPush(encoding: "json" | "protobuf", body: Buffer): Content {
  const type = root.lookupType("PushRequest");
  const message = encoding === "protobuf" ? type.decode(body) : type.fromObject(JSON.parse(body.toString()) as object);
  const items = (message as unknown as PushRequest).series.flatMap(({ labels, samples }) =>
    samples.map((sample) => pushedItem(labels, sample.raw_profile)),
  );
  return content(items, ({ attributes: { service_name: name } }) => (typeof name === "string" ? name : ""));
}

function pushedItem(labels: readonly Label[], raw: Uint8Array): ProfileItem {
  const isGzip = raw[0] === 0x1f && raw[1] === 0x8b;
  const decoded = root.lookupType("Profile").decode(isGzip ? gunzipSync(raw) : raw);
  const { sample_type, sample, string_table, time_nanos } = decoded as unknown as Profile;
  const attributes = Object.fromEntries(labels.map(({ name, value }) => [name, value]));
  return {
    ...profile(attributes["__name__"] ?? "", attributes, raw.length),
    timeUnixNano: time_nanos.toString(),
    samples: sample.length,
    sampleTypes: sample_type.map(({ type, unit }) => `${string_table[type] ?? ""}/${string_table[unit] ?? ""}`),
  };
}

/** Reads a request of `/ingest`, whose `name` is `application{label=value,…}`. Does not decode the body. */
export function readIngest(name: string, body: Buffer): Content {
  const [, application = name, labels = ""] = /^([^{]*)\{(.*)\}$/.exec(name) ?? [];
  const pairs = labels.split(",").filter((pair) => pair !== "");
  const attributes = Object.fromEntries(
    pairs.map((pair) => {
      const [key = "", ...value] = pair.split("=");
      return [key.trim(), value.join("=").trim()];
    }),
  );
  return { ...content([profile(application, attributes, body.length)], () => application), names: [name] };
}

const profile = (name: string, attributes: Record<string, string>, bytes: number): ProfileItem => ({
  signal: "profiles",
  name,
  attributes,
  bytes,
  resource: {},
  scope: "",
  timeUnixNano: "0",
  samples: null,
  sampleTypes: [],
});

const content = (items: readonly ProfileItem[], serviceOf: (item: ProfileItem) => string): Content => ({
  count: items.length,
  services: items.map(serviceOf),
  names: items.map((item) => item.name),
  items: () => items,
});
