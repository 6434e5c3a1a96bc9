const TOKEN =
  /<(?<end>\/?)(?<name>[A-Za-z][\w:-]*)(?<attributes>(?:\s+[A-Za-z][\w:-]*="[^"<]*")*)\s*(?<empty>\/?)>|(?<text>[^<>]+)/y;
const REFERENCE = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i;

/** Returns the ids in a document of elements, attributes and text; throws if the document is not well-formed XML. */
export function checkXml(document: string): readonly string[] {
  const open: string[] = [];
  const ids: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < document.length) {
    const at = TOKEN.lastIndex;
    const { end, name = "", attributes = "", empty } = TOKEN.exec(document)?.groups ?? fail(document, at, "no token");
    if (REFERENCE.test(document.slice(at, TOKEN.lastIndex))) fail(document, at, "a bare &");
    if (end === "/" && open.pop() !== name) fail(document, at, `unexpected </${name}>`);
    const names = [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)];
    if (new Set(names.map(([, key]) => key)).size < names.length) fail(document, at, "a duplicate attribute");
    ids.push(...names.flatMap(([, key, value = ""]) => (key === "id" ? [value] : [])));
    if (end === "" && empty === "") open.push(name);
  }
  if (open.length > 0) fail(document, document.length, `<${open.join("> <")}> not closed`);
  return ids;
}

function fail(document: string, at: number, what: string): never {
  throw new Error(`not well-formed at ${at}: ${what} in ${document.slice(at, at + 120)}`);
}
