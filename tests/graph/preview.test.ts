import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { ENVIRONMENTS } from "../../testing/environments.ts";
import { settingsOf } from "../../startup/stack-file.ts";
import { deploy, type Deployment } from "../../testing/harness.ts";
import { mocks } from "../../testing/mocks.ts";

/** Mocks of the first preview: nothing exists, so providers know no ids or other computed properties. */
const nothingKnown: typeof mocks = {
  ...mocks,
  newResource: ({ inputs }) => ({ id: undefined, state: inputs as Record<string, unknown> }),
};

const urnsOf = ({ resources }: Deployment) => resources.map(({ urn }) => urn).sort();

for (const environment of ENVIRONMENTS) {
  describe(`first preview of ${environment}`, () => {
    it("shows every resource that the update creates, although ids and tokens are unknown", async () => {
      const settings = settingsOf(environment);
      const first = await deploy(settings, { providers: nothingKnown });
      const update = await deploy(settings, { preview: false });
      assert.deepEqual(urnsOf(first), urnsOf(update));
    });
  });
}
