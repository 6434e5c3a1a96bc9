import type { Service } from "../../../model/catalog/service.ts";
import type { Board } from "../board.ts";
import { flameGraph } from "../panels/index.ts";
import { CPU_PROFILE } from "../service/telemetry.ts";
import { choiceVariable, serviceOfProfiles } from "../variables.ts";
import { FLEET } from "../../../model/catalog/uids.ts";

/** What Go's pprof calls its profiles; Python's SDK measures CPU time alone. */
const PPROF = [
  ["memory in use", "memory:inuse_space:bytes:space:bytes"],
  ["memory allocated", "memory:alloc_space:bytes:space:bytes"],
] as const;

/** Where CPU time and memory go, of any service. No board where no service sends profiles. */
export const profilesBoard = (services: readonly Service[]): readonly Board[] =>
  services.some((one) => one.profiles)
    ? [
        {
          uid: FLEET.profiles,
          title: "Profiles",
          description: "Where the CPU time of a service goes, and the memory of those whose runtime tells.",
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
                    "By function, over the shown time. Wide bars are where it goes; wide at the bottom edge is the work itself. Memory is empty for Python, whose SDK measures CPU time alone.",
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
