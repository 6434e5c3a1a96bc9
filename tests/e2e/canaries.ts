import { gunzipSync } from "node:zlib";

/** A place that a secret could have reached. */
export interface Place {
  /** Kind of place, for the summary. */
  readonly group: string;
  readonly name: string;
  readonly content: Buffer | string;
}

/** A secret found where it must not be. Never contains the secret itself. */
export interface Hit {
  readonly place: string;
  /** Name of the secret. */
  readonly secret: string;
  readonly form: string;
}

/** Secrets by name. */
export type Secrets = ReadonlyMap<string, string>;

/** Searches every place for every form of every secret. */
export function search(secrets: Secrets, places: readonly Place[]): Hit[] {
  const wanted = [...secrets].flatMap(([secret, value]) =>
    formsOf(value).map(([form, text]) => ({ secret, form, text })),
  );
  return places.flatMap(({ name, content }) => {
    const haystack = Buffer.isBuffer(content) ? content : Buffer.from(content);
    return wanted
      .filter(({ text }) => haystack.includes(text))
      .map(({ secret, form }) => ({ place: name, secret, form }));
  });
}

/** Returns the texts that can contain a secret, each with the name of its form. */
export function formsOf(secret: string): readonly (readonly [form: string, text: string])[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const hex = Buffer.from(secret).toString("hex");
  const url = encodeURIComponent(secret);
  const forms: (readonly [string, string])[] = [
    ["raw", secret],
    ["hex", hex],
    ["HEX", hex.toUpperCase()],
    ["URL", url],
    ["URL, lower case", url.replace(/%../g, (code) => code.toLowerCase())],
    ["URL, whole", encodeURI(secret)],
    ["form", new URLSearchParams([["", secret]]).toString().slice(1)],
    ["JSON", json],
    ["JSON of Go", goJson(json)],
    ["JSON in JSON", JSON.stringify(json).slice(1, -1)],
    ["JSON of Go in JSON of Go", goJson(JSON.stringify(goJson(json)).slice(1, -1))],
    ...[0, 1, 2].flatMap((offset) => {
      const text = base64At(secret, offset);
      const urlSafe = text.replaceAll("+", "-").replaceAll("/", "_");
      return [[`base64, offset ${offset}`, text] as const, [`base64url, offset ${offset}`, urlSafe] as const];
    }),
  ];
  return forms.filter(([, text], index) => forms.findIndex(([, other]) => other === text) === index);
}

/** Go's encoder also escapes these three characters. */
const goJson = (json: string): string =>
  json.replace(/[&<>]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);

/** Returns the part common to all base64 texts that encode the secret after `offset` other bytes. */
function base64At(secret: string, offset: number): string {
  const bytes = Buffer.from(secret);
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
  return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
}

/** Decodes a release that Helm stores in a Secret: base64 of gzip of JSON, in the Secret's own base64. */
export function helmRelease(data: string): string {
  const compressed = Buffer.from(Buffer.from(data, "base64").toString(), "base64");
  return gunzipSync(compressed).toString();
}

/** Returns one line for each kind of place, with its number and size. */
export function summary(places: readonly Place[]): string[] {
  const groups = Object.entries(Object.groupBy(places, ({ group }) => group));
  return groups.map(([group, members = []]) => {
    const bytes = members.reduce((sum, { content }) => sum + content.length, 0);
    return `${group.padEnd(44)} ${String(members.length).padStart(5)} ${`${Math.ceil(bytes / 1024)} KiB`.padStart(10)}`;
  });
}
