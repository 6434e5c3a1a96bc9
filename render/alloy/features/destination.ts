import type { DestinationPlan, KnownDestinations } from "../../../model/backends/destinations.ts";
import { block, late } from "../language/ast.ts";
import type { Block } from "../language/ast.ts";
import { credentialKey, CREDENTIALS_DIRECTORY } from "../plan.ts";

/** Returns the label of a destination's components. */
export const exporterLabel = ({ name }: DestinationPlan): string =>
  name === "otlp" || name === "profiles" ? "backend" : name.replaceAll("-", "_");

/** Returns the texts of a configuration's late values, which are known only once the backend exists. */
export const lateValues = (destinations: KnownDestinations): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(destinations).flatMap(([name, { url, username }]) => [
      [`${name}.url`, url],
      [`${name}.username`, username],
    ]),
  );

export const lateUrl = ({ name }: DestinationPlan) => late(`${name}.url`);
const lateUsername = ({ name }: DestinationPlan) => late(`${name}.username`);

/** Returns a block with the user and the password file. Alloy reads the file again whenever the Secret changes. */
export const basicAuth = (name: string, destination: DestinationPlan): Block =>
  block(name, {
    username: lateUsername(destination),
    password_file: `${CREDENTIALS_DIRECTORY}/${credentialKey(destination)}`,
  });
