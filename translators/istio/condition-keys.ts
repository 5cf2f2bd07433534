/**
 * What a `when` condition of an AuthorizationPolicy is about, by the key that names it (istio:pilot/pkg/security/authz/model/model.go New).
 * Reading and writing conditions both go by this table, so that `source.serviceAccount` cannot be known to one of them alone.
 */
export const conditionKeys = {
  'source.ip': 'peer-address',
  'remote.ip': 'client-address',
  'source.namespace': 'namespace',
  'source.principal': 'principal',
  'source.serviceAccount': 'service-account',
  'source.trustDomain': 'trust-domain',
  'request.auth.principal': 'token-principal',
  'request.auth.audiences': 'audiences',
  'request.auth.presenter': 'presenter',
  'destination.ip': 'destination-address',
  'destination.port': 'destination-port',
  'connection.sni': 'sni',
} as const satisfies Readonly<Record<string, string>>

export type ConditionSubject = (typeof conditionKeys)[keyof typeof conditionKeys]

/** Claims of a token that have a key of their own: `request.auth.audiences` is the claim `aud`. */
export const claimsWithKeys = { audiences: 'aud', presenter: 'azp' } as const satisfies { readonly [S in ConditionSubject]?: string }

/** What the keys begin with that go on with a name: `request.headers[x-env]`, `request.auth.claims[realm][roles]`. */
export const keyPrefixes = { headers: 'request.headers', claims: 'request.auth.claims', filters: 'experimental.' } as const

const keys = new Map<ConditionSubject, string>(Object.entries(conditionKeys).map(([key, subject]) => [subject, key]))

export function conditionKeyOf(subject: ConditionSubject): string {
  return keys.get(subject)!
}

export function inBrackets(names: readonly string[]): string {
  return names.map((name) => `[${name}]`).join('')
}

/** `[a][b]` as its names; undefined when it is anything else. */
export function namesInBrackets(text: string): readonly string[] | undefined {
  if (!text.startsWith('[') || !text.endsWith(']')) return undefined
  const names = text.slice(1, -1).split('][')
  return names.every((name) => name !== '') ? names : undefined
}
