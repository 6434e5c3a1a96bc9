import type { Service } from "../../../model/catalog/service.ts";
import type { Board } from "../board.ts";
import { flameGraph } from "../panels/index.ts";
import { CPU_PROFILE } from "../service/telemetry.ts";
import { choiceVariable, serviceOfProfiles } from "../variables.ts";
import { FLEET } from "../../../model/catalog/uids.ts";

/** Names of the profiles of Go's pprof; Python's SDK measures only CPU time. */
const PPROF = [
  ["memory in use", "memory:inuse_space:bytes:space:bytes"],
  ["memory allocated", "memory:alloc_space:bytes:space:bytes"],
] as const;

/** Where the CPU time and memory of any service go. No dashboard if no service sends profiles. */
export const profilesBoard = (services: readonly Service[]): readonly Board[] =>
  services.some((one) => one.profiles)
    ? [
        {
          uid: FLEET.profiles,
          title: "Profiles",
          description: "Where a service's CPU time goes, and its memory if its runtime reports it.",
          tags: ["profiles"],
          services: [],
          variables: [
            serviceOfProfiles(CPU_PROFILE),
            choiceVariable("profile", "Profile", [["CPU time", CPU_PROFILE], ...PPROF]),
          ],
          sections: [
            {
              key: "profiles",
              panels: [
                flameGraph({
                  key: "flame-graph",
                  title: "Flame graph of $service",
                  description:
                    "By function, for the whole time range. Wide bars show where time or memory goes; wide bars at the bottom edge are the work itself. Memory is empty for Python, whose SDK measures only CPU time.",
                  width: 24,
                  profileType: "$profile",
                  selector: '{service_name="$service"}',
                }),
              ],
            },
          ],
        },
      ]
    : [];
