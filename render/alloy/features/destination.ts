import type { DestinationPlan, KnownDestinations } from "../../../model/backends/destinations.ts";
import { block, late } from "../language/ast.ts";
import type { Block } from "../language/ast.ts";
import { credentialKey, CREDENTIALS_DIRECTORY } from "../plan.ts";

/** Label of a destination's components. */
export const exporterLabel = ({ name }: DestinationPlan): string =>
  name === "otlp" || name === "profiles" ? "backend" : name.replaceAll("-", "_");

/** Texts of a configuration's late values: what is known of destinations only once the backend is there. */
export const lateValues = (destinations: KnownDestinations): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(destinations).flatMap(([name, { url, username }]) => [
      [`${name}.url`, url],
      [`${name}.username`, username],
    ]),
  );

export const lateUrl = ({ name }: DestinationPlan) => late(`${name}.url`);
const lateUsername = ({ name }: DestinationPlan) => late(`${name}.username`);

/** User and password, which is not here: it is read from a file, again whenever the Secret changes. */
export const basicAuth = (name: string, destination: DestinationPlan): Block =>
  block(name, {
    username: lateUsername(destination),
    password_file: `${CREDENTIALS_DIRECTORY}/${credentialKey(destination)}`,
  });
