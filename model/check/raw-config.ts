/** What the engine hands to the program, without the namespace `observability:`. */
export interface RawConfig {
  /** Value of each key; structured ones as objects. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Keys that are stored encrypted. */
  readonly secrets: ReadonlySet<string>;
}

/** What the program knows and the schema cannot. */
export interface Known {
  /** For each system of the catalog the ids of its rules whose threshold can be set. */
  readonly systems: Readonly<Record<string, readonly string[]>>;
}
