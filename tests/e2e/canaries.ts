import { gunzipSync } from "node:zlib";

/** Somewhere a secret could have ended up. */
export interface Place {
  /** Kind of place, for the summary. */
  readonly group: string;
  readonly name: string;
  readonly content: Buffer | string;
}

/** A secret that was found where it must not be. Never says the secret. */
export interface Hit {
  readonly place: string;
  /** Which secret. */
  readonly secret: string;
  readonly form: string;
}

/** Secrets by what they are. */
export type Secrets = ReadonlyMap<string, string>;

/** Looks for every secret in every place, in every form. */
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

/** The texts in which a secret may stand, each with the name of its form. */
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

/** Go's encoder escapes these three, too. */
const goJson = (json: string): string =>
  json.replace(/[&<>]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);

/** What every base64 text contains that encodes the secret after `offset` bytes of something else. */
function base64At(secret: string, offset: number): string {
  const bytes = Buffer.from(secret);
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
  return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
}

/** The release that Helm keeps in a Secret: base64 of gzip of JSON, in the Secret's own base64. */
export function helmRelease(data: string): string {
  const compressed = Buffer.from(Buffer.from(data, "base64").toString(), "base64");
  return gunzipSync(compressed).toString();
}

/** One line for each kind of place: how many and how large. */
export function summary(places: readonly Place[]): string[] {
  const groups = Object.entries(Object.groupBy(places, ({ group }) => group));
  return groups.map(([group, members = []]) => {
    const bytes = members.reduce((sum, { content }) => sum + content.length, 0);
    return `${group.padEnd(44)} ${String(members.length).padStart(5)} ${`${Math.ceil(bytes / 1024)} KiB`.padStart(10)}`;
  });
}
