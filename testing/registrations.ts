import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest, RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb.js";
import type { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";

/** A resource as the program registered it. `inputs` keep their secret envelopes. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** Whether a provider creates the resource; false for components. */
  readonly custom: boolean;
  /** Nearest parent's type, e.g. `observability:index:AlloyCollector`; empty for the stack itself. */
  readonly parent: string;
  /** Nearest parent's name. */
  readonly parentName: string;
  /** Name of the explicit provider; empty for none. */
  readonly provider: string;
  readonly inputs: Record<string, unknown>;
  readonly options: ResourceOptions;
}

/** Options that are sent to the engine with the inputs. They refer to other resources by name. */
interface ResourceOptions {
  readonly protect: boolean;
  /** Undefined lets the provider decide. */
  readonly deleteBeforeReplace: boolean | undefined;
  readonly deletedWith: string;
  readonly dependsOn: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
}

/** Returns an array that collects all later registrations. Mocks see only inputs, but the request also has the options. */
export function recordRegistrations(): Registered[] {
  const monitor = pulumi.runtime.getMonitor() as unknown as MockMonitor; // typed as the gRPC client that it replaces
  const resources: Registered[] = [];
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request: RegisterResourceRequest, callback) =>
    register(request, (error, response: RegisterResourceResponse | undefined) => {
      if (response) resources.push(registered(request, response.getUrn()));
      callback(error, response);
    });
  return resources;
}

function registered(request: RegisterResourceRequest, urn: string): Registered {
  const [, , parentType = "", parentName = ""] = request.getParent().split("::");
  return {
    type: request.getType(),
    name: request.getName(),
    urn,
    custom: request.getCustom(),
    parent: parentType.split("$").at(-1) ?? "",
    parentName,
    provider: nameOf(request.getProvider()),
    inputs: inputsOf(request),
    options: {
      protect: request.getProtect() ?? false,
      deleteBeforeReplace: request.getDeletebeforereplacedefined() ? request.getDeletebeforereplace() : undefined,
      deletedWith: nameOf(request.getDeletedwith()),
      dependsOn: request.getDependenciesList().map(nameOf).sort(),
      additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    },
  };
}

function inputsOf(request: RegisterResourceRequest): Record<string, unknown> {
  const inputs = request.getObject();
  return inputs ? (pulumi.runtime.deserializeProperties(inputs) as Record<string, unknown>) : {};
}

/** A URN ends in `<type>::<name>`; in a provider reference, the id follows. */
export const nameOf = (urn: string): string => urn.split("::")[3] ?? "";
