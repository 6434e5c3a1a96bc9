/** Where a binary runs, in Go's words: `linux`, `darwin`; `amd64`, `arm64`. */
export interface Platform {
  readonly os: string;
  readonly arch: string;
}

/** One official file: an archive (`.tar.gz`, `.zip`) or a bare executable. */
export interface Download {
  readonly url: string;
  /** Name of the executable → its path inside the archive (ignored for a bare executable). */
  readonly files: Readonly<Record<string, string>>;
}

/** One `go build`. */
export interface Build {
  /** Folder under `local/toolchain/` with go.mod and go.sum. */
  readonly module: string;
  readonly package: string;
  readonly output: string;
  /** Variables set at link time, for tools that would report an empty version. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Other names of the output: the binary looks at the name it was started with. */
  readonly links?: readonly string[];
}

/** A folder of a Go module that is used as it is, such as a Helm chart. */
export interface Copy {
  /** Folder under `local/toolchain/` whose go.mod and go.sum say which version, and that it is the right one. */
  readonly module: string;
  /** Path of the Go module. */
  readonly dependency: string;
  /** Folder inside the Go module; its content becomes the tool's folder. */
  readonly folder: string;
}

/** A package of Debian, for machines that have its `apt-get`: unpacked, never installed. */
export interface DebianPackage {
  readonly package: string;
  /** Name of the executable → its path inside the package. */
  readonly files: Readonly<Record<string, string>>;
}

/** A tool of the local world: a folder of executables, from the first of these that this machine can have. */
export interface Tool {
  readonly name: string;
  readonly version: string;
  readonly executables: readonly string[];
  /** Lowest version that will do where the machine has all executables in one folder of PATH; without it they are not looked for. */
  readonly minimumOnPath?: string;
  readonly downloads: (platform: Platform) => readonly Download[];
  /** Taken where the downloads cannot be had, whatever version it is: quicker than a build. */
  readonly debian?: DebianPackage;
  readonly builds: readonly Build[];
  /** For a tool that has nothing to run: neither downloaded nor built. */
  readonly copy?: Copy;
  /** Minutes to build on two cores with nothing in the Go cache. */
  readonly minutes: number;
}
