import type { Place } from '../diagnostics/place.ts'

/**
 * A condition on a request: a tree of and, or, not over atoms. `all: []` is true, `any: []` is false.
 * What a request looks like depends on the enforcement point that looks; the predicate does not know who evaluates it.
 */
export type Predicate =
  | { readonly kind: 'all'; readonly of: readonly Predicate[] }
  | { readonly kind: 'any'; readonly of: readonly Predicate[] }
  | { readonly kind: 'not'; readonly of: Predicate }
  | Atom

export const always: Predicate = { kind: 'all', of: [] }
export const never: Predicate = { kind: 'any', of: [] }
export const all = (of: readonly Predicate[]): Predicate => (of.length === 1 ? of[0]! : { kind: 'all', of })
export const any = (of: readonly Predicate[]): Predicate => (of.length === 1 ? of[0]! : { kind: 'any', of })
export const not = (of: Predicate): Predicate => (of.kind === 'not' ? of.of : { kind: 'not', of })

/** One attribute of a request, and what it is compared with. An absent attribute matches no atom (but see `header`). */
export type Atom = AtomBody & { readonly place: Place }

export type AtomBody =
  /** The client's authenticated identity. Requests without one match no identity atom, hence every negated one. */
  | { readonly kind: 'identity'; readonly match: IdentityMatch }
  /** Address of the peer of the connection. */
  | { readonly kind: 'peer-address'; readonly range: string }
  /** Address of the original client, after X-Forwarded-For and the PROXY protocol. */
  | { readonly kind: 'client-address'; readonly range: string }
  | { readonly kind: 'destination-address'; readonly range: string }
  /** The port as the enforcement point sees it. `container` for sidecars and ztunnel, `service` for waypoints and routes. */
  | { readonly kind: 'destination-port'; readonly port: number; readonly of: 'container' | 'service' }
  | { readonly kind: 'sni'; readonly match: TextMatch }
  | { readonly kind: 'method'; readonly match: TextMatch }
  /** The path without query and fragment, after normalisation. */
  | { readonly kind: 'path'; readonly match: PathMatch }
  /** `:authority` as sent, port included. */
  | { readonly kind: 'authority'; readonly match: TextMatch }
  | { readonly kind: 'scheme'; readonly match: TextMatch }
  /**
   * A request header; names compare without case, several values are joined with commas. `absentIsEmpty` marks matchers that see a
   * missing header as the empty string (Envoy's `treat_missing_header_as_empty`, VirtualService `withoutHeaders`).
   */
  | { readonly kind: 'header'; readonly name: string; readonly match: TextMatch; readonly absentIsEmpty?: boolean }
  | { readonly kind: 'query'; readonly name: string; readonly match: TextMatch }
  /** The authenticated token's `iss` and `sub`; both must be present. */
  | { readonly kind: 'token-principal'; readonly issuer: TextMatch; readonly subject: TextMatch }
  /** A claim of the authenticated token, by path; a list claim matches when one member does. `aud` and `azp` are claims too. */
  | { readonly kind: 'token-claim'; readonly path: readonly string[]; readonly match: TextMatch }
  /** Dynamic metadata set by another Envoy filter (`experimental.envoy.filters.*`); `listMember` looks among the members of a list. */
  | { readonly kind: 'metadata'; readonly filter: string; readonly key: string; readonly match: TextMatch; readonly listMember?: boolean }
  /** Labels of the client's pod; only a client-side proxy knows them. */
  | { readonly kind: 'client-labels'; readonly labels: Readonly<Record<string, string>> }
  /** The client's namespace as a client-side proxy knows it (not an authenticated identity). */
  | { readonly kind: 'client-namespace'; readonly namespace: string }

/** How text is compared. `regex` is RE2 syntax and must match the whole text. `present` matches every value, the empty one included. */
export type TextMatch =
  | { readonly op: 'exact'; readonly value: string; readonly ignoreCase?: boolean }
  | { readonly op: 'prefix'; readonly value: string; readonly ignoreCase?: boolean }
  | { readonly op: 'suffix'; readonly value: string; readonly ignoreCase?: boolean }
  | { readonly op: 'regex'; readonly value: string }
  | { readonly op: 'present' }
  | { readonly op: 'non-empty' }

/**
 * How paths are compared. `prefix` is a byte prefix (`/foo` matches `/foobar`); `segment-prefix` is Gateway API's
 * (`/foo` matches `/foo` and `/foo/…`). A `template` is Envoy's URI template with `{*}` and `{**}`.
 */
export type PathMatch =
  | TextMatch
  | { readonly op: 'segment-prefix'; readonly value: string }
  | { readonly op: 'template'; readonly value: string }

/** Whether case can be left out of a comparison: `regex` says so itself. */
const canFold: Readonly<Record<PathMatch['op'], boolean>> = {
  exact: true,
  prefix: true,
  suffix: true,
  regex: false,
  present: false,
  'non-empty': false,
  'segment-prefix': false,
  template: false,
}

/** The same match without regard to case, where it is one of a text. */
export function withoutCase<M extends PathMatch>(match: M): M {
  return canFold[match.op] ? { ...match, ignoreCase: true } : match
}

/**
 * A language over identities of the shape `trust-domain/ns/N/sa/S`.
 * `principal` compares the whole identity (trust-domain aliases are already resolved by the reader), `namespace` its N with `*` for any
 * characters anywhere, `service-account` N and S in any trust domain, `trust-domain` its first part.
 */
export type IdentityMatch =
  | { readonly by: 'any' }
  /** `written` is the value before trust-domain aliases were resolved, where that differs: ztunnel compares it as it stands. */
  | { readonly by: 'principal'; readonly match: TextMatch; readonly written?: string }
  | { readonly by: 'namespace'; readonly glob: string; readonly pattern?: IdentityPattern }
  | { readonly by: 'service-account'; readonly namespace: string; readonly name: string; readonly pattern?: IdentityPattern }
  | { readonly by: 'trust-domain'; readonly glob: string }

/**
 * What proxies hold a whole identity (`spiffe://…`) against, where that is not what the value says as a name: istiod puts a value into a
 * regular expression as it stands, so `(dev|qa)` is two namespaces to a proxy and one strange name to ztunnel
 * (istio:pilot/pkg/security/authz/model/generator.go srcNamespaceGenerator, serviceAccountRegex).
 */
export type IdentityPattern = string

/** The parts that must all hold; a predicate that is not a conjunction is its own only part. */
export function conjuncts(predicate: Predicate): readonly Predicate[] {
  return predicate.kind === 'all' ? predicate.of : [predicate]
}

/** Where an attribute exists: `L7` only where HTTP is understood, `L4` for every connection. A new atom does not compile without an entry. */
const layers = {
  identity: 'L4',
  'peer-address': 'L4',
  'client-address': 'L4',
  'destination-address': 'L4',
  'destination-port': 'L4',
  sni: 'L4',
  metadata: 'L4',
  'client-labels': 'L4',
  'client-namespace': 'L4',
  method: 'L7',
  path: 'L7',
  authority: 'L7',
  scheme: 'L7',
  header: 'L7',
  query: 'L7',
  'token-principal': 'L7',
  'token-claim': 'L7',
} as const satisfies Readonly<Record<Atom['kind'], 'L4' | 'L7'>>

type KindAt<Layer> = { [K in Atom['kind']]: (typeof layers)[K] extends Layer ? K : never }[Atom['kind']]

/** Atoms about HTTP requests, such as `method`. */
export type HttpAtom = Extract<Atom, { kind: KindAt<'L7'> }>

/** True for a predicate without parts. */
export function isAtom(predicate: Predicate): predicate is Atom {
  return Object.hasOwn(layers, predicate.kind)
}

export function needsHttp(atom: Atom): atom is HttpAtom {
  return layers[atom.kind] === 'L7'
}

/** Every atom of a predicate, left to right. */
export function* atomsOf(predicate: Predicate): Generator<Atom> {
  if (isAtom(predicate)) yield predicate
  else for (const part of predicate.kind === 'not' ? [predicate.of] : predicate.of) yield* atomsOf(part)
}
