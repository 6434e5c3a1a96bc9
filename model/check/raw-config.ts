/** The configuration that the engine passes to the program, without the prefix `observability:`. */
export interface RawConfig {
  /** Value of each key. Structured values are objects. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Keys that are stored encrypted. */
  readonly secrets: ReadonlySet<string>;
}

/** Facts that the program knows but the schema cannot express. */
export interface Known {
  /** For each system in the catalog, the ids of its rules whose threshold can be set. */
  readonly systems: Readonly<Record<string, readonly string[]>>;
}
