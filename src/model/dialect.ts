import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { DeclaredFate } from '../diagnostics/fate.ts'
import type { MeshBuilder } from './builder.ts'
import type { Emission, MovedObjects } from './change.ts'
import type { Mesh } from './mesh.ts'
import type { SourceObject } from './object.ts'
import type { MeshSettings } from './settings.ts'
import type { TargetPlatform } from './target-platform.ts'

/** What a reader may know while it reads: the mesh settings are complete before any other kind is read. */
export interface ReadContext {
  readonly settings: MeshSettings
  /** What is installed: an API server fills in defaults by the schemas that it has. */
  readonly versions: TargetVersions
  readonly diagnostics: Diagnostic[]
}

/** Reads one kind of object into the model, whatever its API version. Several may read one kind: all of them are asked. */
export interface KindReader {
  readonly group: string
  readonly kind: string
  /** Readers of settings run first, then those of what others refer to while they are read (Namespaces, GatewayClasses), then everything else. */
  readonly phase: 'settings' | 'namespaces' | 'objects'
  /**
   * False when the object is not one that this reader knows. Where no reader knows it, settings are left alone (a ConfigMap that is not Istio's), and
   * any other object counts as unread.
   */
  read(object: SourceObject, context: ReadContext, into: MeshBuilder): boolean
}

/** A tree of declared fates: the untyped form of a `FateMap`, for walking. */
export type FateTree = DeclaredFate | { readonly [field: string]: FateTree }

/** What the user may choose about a translation; versions are part of the input. */
export interface EmitOptions {
  readonly versions: TargetVersions
  /** One waypoint for each namespace, or one for each Service that needs one. */
  readonly waypoints: 'namespace' | 'service'
  /** `auto`: routes where they say it exactly, else a VirtualService that the waypoint evaluates exactly, else refused. */
  readonly routes: 'auto' | 'httproute' | 'virtualservice'
  /** Facts that the user vouches for; each report prints them. */
  readonly assume: readonly Assumption[]
  /** How many instructions a pattern may take in Envoy (`re2.max_program_size.error_level`); absent for Envoy's default of 100. */
  readonly regexSize?: number
  /** Whether checks of tokens may be written where what bypasses them is let in: for who asks for it, with everything that does named. */
  readonly failOpen?: true
}

/**
 * - `egress-enforced`: something outside Istio (NetworkPolicy, firewall) already restricts egress as REGISTRY_ONLY and Sidecars did.
 * - `extensions-reviewed`: what EnvoyFilters, Wasm plugins and annotations that change the proxy do to sidecars is not needed in the target.
 * - `namespaces-injected`: namespaces that objects of the input are in, and whose Namespace object it lacks, are labelled `istio-injection: enabled`;
 *   not those of the system (`kube-…`), and not the root namespace.
 * - `newest-known`: releases newer than those known here decide as the newest known does.
 * - `pods-had-sidecars`: every pod that policies name had a sidecar, and there is one cluster, so that Cilium knows clients by labels as sidecars did by certificates.
 *   Converting to Cilium takes it for granted (US5001); reviews of two sets of manifests do where it is given.
 * - `routes-lost`: clients may leave their sidecars without the routes and DestinationRules that are refused.
 * - `sidecars-removed`: sidecars go together with applying the output, but for those of pods whose policies stay and of clients whose
 *   routes stay; gateways stay. The output removes the labels of injection of the other pods.
 * - `slashes-merged`: applications take `//` in a path for `/`, as Cilium does, whatever sidecars compare.
 * - `unread-reviewed`: input that was not read (templates, documents that do not parse) decides about no request.
 */
export const assumptions = [
  'egress-enforced',
  'extensions-reviewed',
  'namespaces-injected',
  'newest-known',
  'pods-had-sidecars',
  'routes-lost',
  'sidecars-removed',
  'slashes-merged',
  'unread-reviewed',
] as const

/** Those that matter to reviews of two sets of manifests alone. */
export const assumptionsOfReviews: readonly Assumption[] = ['pods-had-sidecars']

/** What the user vouches for, one of `assumptions` (`--assume`). */
export type Assumption = (typeof assumptions)[number]

/** The releases that the output is for: they decide which fields there are and what they mean. */
export interface TargetVersions {
  /** Such as `1.32`. */
  readonly istio: string
  readonly gatewayApi: string
  readonly gatewayApiChannel: 'standard' | 'experimental'
  readonly cilium: string
}

/** What a translation takes where its request says nothing; the newest releases that are known. */
export const defaultOptions: EmitOptions = {
  versions: { istio: '1.32', gatewayApi: '1.7', gatewayApiChannel: 'standard', cilium: '1.20' },
  waypoints: 'namespace',
  routes: 'auto',
  assume: [],
}

/** A version that is asked for and newer than every one that is known here, such as Istio 1.40. */
export interface NewerVersion {
  /** `Istio`, `Gateway API` or `Cilium`. */
  readonly project: string
  readonly asked: string
  readonly newest: string
}

/** The versions that are newer than the newest known ones, which are the defaults. None where the user takes them for alike. */
export function newerThanKnown(versions: TargetVersions, assume: readonly Assumption[]): readonly NewerVersion[] {
  if (assume.includes('newest-known')) return []
  const projects = { istio: 'Istio', gatewayApi: 'Gateway API', cilium: 'Cilium' } as const
  return (Object.keys(projects) as (keyof typeof projects)[]).flatMap((key) => {
    const [asked, newest] = [versions[key], defaultOptions.versions[key]]
    return atLeast(newest, asked) ? [] : [{ project: projects[key], asked, newest }]
  })
}

/** A mesh dialect that can be written: everything that is said of a target anywhere is said here once. */
export interface Target {
  /** As `--to` takes it. */
  readonly name: string
  /** In full, such as `Istio ambient`. */
  readonly title: string
  /** In sentences that speak of Istio anyway, such as `ambient`. */
  readonly short: string
  /** The versions that decide what it can express. */
  readonly versions: readonly (keyof TargetVersions)[]
  /** The choices that change what is written. */
  readonly options: readonly Exclude<keyof EmitOptions, 'versions' | 'assume'>[]
  /** The facts that the user may vouch for. */
  readonly assumptions: readonly Assumption[]
  /** How its policies know a client: by the certificate of the connection, or by the labels of its pod and namespace. */
  readonly identity: 'certificate' | 'labels'
  /** Whether the proxies of nodes follow routes of Gateway API in the mesh that it writes. */
  readonly routesOnNodes: boolean
  /** What leaves the sidecars: workloads with all that is enforced for them, or policies alone, which something else enforces then. */
  readonly moves: 'workloads' | 'policies'
  /**
   * Declared fates by group and kind (`security.istio.io/AuthorizationPolicy`), for the kinds whose fields the target accounts for; the tree is rooted at
   * the object (`spec`, …).
   */
  readonly fates: Readonly<Record<string, FateTree>>
  readonly capabilities: readonly Capability[]
  readonly platform: TargetPlatform
  /** `others` are the meshes that the same input may mean as well: an object of it has a second definition, and a cluster keeps either. */
  emit(mesh: Mesh, options: EmitOptions, others?: readonly Mesh[]): Emission
  /**
   * What `emit` says moves of a mesh without second definitions, where that is more than so many objects; undefined where it is not. A target has it
   * where that takes less than writing everything.
   */
  movesBeyond?(mesh: Mesh, options: EmitOptions, count: number): MovedObjects | undefined
}

/** One row of the capability table: what a target can express, since which version, by which source. */
export interface Capability {
  readonly id: string
  readonly feature: string
  readonly support: 'exact' | 'stricter' | 'partial' | 'none'
  /** First versions that have it; absent: every version the tool knows. */
  readonly since?: { readonly istio?: string; readonly gatewayApi?: string; readonly channel?: 'experimental'; readonly cilium?: string }
  readonly note: string
  /** `repo:path` or documentation page. */
  readonly source: string
}

/**
 * True when a version with a patch, such as `1.19.4`, is at least another. One without a patch may be any of its minor version: it is at least `1.19.0`
 * and no later patch.
 */
export function atLeastPatch(version: string, wanted: string): boolean {
  const [, , patch = 0] = version.split('.').map(Number)
  const [major, minor, wantedPatch = 0] = wanted.split('.').map(Number)
  const next = `${major}.${minor! + 1}`
  return atLeast(version, next) || (atLeast(version, wanted) && patch >= wantedPatch)
}

/** True when a version such as `1.26` is at least another; only major and minor count. */
export function atLeast(version: string, wanted: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split('.').map(Number)
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
}
