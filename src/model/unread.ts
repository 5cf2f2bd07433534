import { compareText, type Place, type SourceSpan } from '../diagnostics/place.ts'

/**
 * Input that is there and whose meaning is not known, such as a Helm template among manifests or a policy with a misspelt action. What it
 * says once it is rendered or corrected, it says beside the output: nothing that it may decide about can be moved.
 */
export interface UnreadInput {
  readonly why: UnreadReason
  /** Names it in messages: `AuthorizationPolicy shop/web`, ``a document of `mesh.yaml` ``. */
  readonly what: string
  /** Of kustomize: completes "… is not known, because", such as `it was not built: --kustomize off`. */
  readonly because?: string
  /** Of kustomize: builds were compared, and became wider or failed. */
  readonly compared?: true
  readonly reach: Reach
  /** Of routes of which it is known whose requests they are for. */
  readonly routes?: UnreadRoutes
  /** Of a second definition: the first one. Both are read, and each is part of one of the meshes that the input may mean (`otherMeanings`). */
  readonly either?: Place
  /** Of what is not modelled: it denies connections by what is not the same in ambient mode, so its reach stays as it is. */
  readonly denies?: true
  /** Of what is not modelled, where two meshes are compared, and of an object that no API server takes: what it says, in one spelling. */
  readonly content?: string
  /** Where it stands; absent only for a file of which not even the text is known. */
  readonly span?: SourceSpan
  /** The object, where one could be made out. */
  readonly place?: Place
}

/**
 * - `file`: it could not be opened, or is not text.
 * - `syntax`: it does not parse.
 * - `template`: another tool fills it in: Helm, ytt, Terraform, Flux.
 * - `invalid`: no API server takes it as it is.
 * - `duplicate`: a second definition of an object; a cluster keeps the one that is applied last.
 * - `kustomize`: a patch, generator or transformer of kustomize.
 * - `carried`: another object holds it as data, makes it or changes it (a Template, a policy of Kyverno).
 * - `unplaced`: it names no namespace, and may be in others than the one that is assumed.
 * - `not-modelled`: it is valid, and all that is known of it is that it is there (a CiliumEnvoyConfig).
 */
export type UnreadReason = 'file' | 'syntax' | 'template' | 'invalid' | 'duplicate' | 'kustomize' | 'carried' | 'unplaced' | 'not-modelled'

/** Of two definitions of one VirtualService what either is for, and of an invalid one what it is for once it is corrected. Hosts are as written. */
export interface UnreadRoutes {
  readonly namespace: string
  readonly hosts: readonly string[]
  readonly destinations: readonly string[]
  /** `exportTo` of each; empty where it is the default of the mesh. */
  readonly exports: readonly (readonly string[])[]
  /** False where they are for gateways alone. */
  readonly mesh: boolean
}

/** Which objects unread input may be. */
export interface Reach {
  readonly kinds: 'any' | readonly string[]
  /** The namespaces that its objects may be in; the empty text stands for objects of the cluster. */
  readonly namespaces: 'any' | readonly string[]
  readonly name?: string
  /** Whether it may be of the root namespace, whatever that is called; absent where `namespaces` says it. */
  readonly root?: boolean
}

/** Unread input of which nothing is known: any object anywhere. */
export const anything: Reach = { kinds: 'any', namespaces: 'any' }

export function mayBe({ kinds }: Reach, kind: string): boolean {
  return kinds === 'any' || kinds.includes(kind)
}

export function mayBeIn({ namespaces }: Reach, namespace: string): boolean {
  return namespaces === 'any' || namespaces.includes(namespace)
}

/** A text for unread input that is the same for the same input: by what it says where that is known, wherever it stands, and else by its line. */
export function unreadSays({ what, content, span }: UnreadInput): string {
  return `${what} ${content ?? span?.line ?? 0}`
}

export function sortUnread(list: readonly UnreadInput[]): UnreadInput[] {
  return [...list].sort(
    (a, b) =>
      compareText(a.span?.file ?? '', b.span?.file ?? '') ||
      (a.span?.line ?? 0) - (b.span?.line ?? 0) ||
      (a.span?.col ?? 0) - (b.span?.col ?? 0) ||
      compareText(a.what, b.what) ||
      compareText(a.why, b.why),
  )
}
