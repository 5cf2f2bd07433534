import { readPort } from './operation-values.ts'
import {
  readClientAddress,
  readDestinationAddress,
  readNamespace,
  readPeerAddress,
  readPrincipal,
  readRequestPrincipal,
  readServiceAccount,
  readTrustDomain,
} from './source-values.ts'
import { headerMatch, starredMatch } from './text-match.ts'
import type { ValueReader } from './value-list.ts'

/** Keys that name an attribute by themselves. */
const plainKeys: Readonly<Record<string, ValueReader>> = {
  'source.ip': readPeerAddress,
  'remote.ip': readClientAddress,
  'source.namespace': readNamespace,
  'source.principal': readPrincipal,
  'source.serviceAccount': readServiceAccount,
  'source.trustDomain': readTrustDomain,
  'request.auth.principal': readRequestPrincipal,
  'request.auth.audiences': claim(['aud']),
  'request.auth.presenter': claim(['azp']),
  'destination.ip': readDestinationAddress,
  'destination.port': readPort,
  'connection.sni': (value, place) => [{ kind: 'sni', match: starredMatch(value), place }],
}

/**
 * How the values of a `when` key are read. `unknown` is no key of Istio's; `nameless` is one whose name in brackets cannot be read
 * (istio:pilot/pkg/security/authz/model/model.go New and util.go extractNameInBrackets).
 */
export function conditionReader(key: string): ValueReader | 'unknown' | 'nameless' {
  if (Object.hasOwn(plainKeys, key)) return plainKeys[key]!
  if (key.startsWith('request.headers')) {
    const names = bracketed(key.slice('request.headers'.length))
    return names?.length === 1 ? header(names[0]!) : 'nameless'
  }
  if (key.startsWith('request.auth.claims')) {
    const names = bracketed(key.slice('request.auth.claims'.length))
    return names === undefined ? 'nameless' : claim(names)
  }
  if (key.startsWith('experimental.envoy.filters.')) return metadata(key.slice('experimental.'.length))
  return 'unknown'
}

function header(name: string): ValueReader {
  return (value, place) => [{ kind: 'header', name, match: headerMatch(value), place }]
}

function claim(path: readonly string[]): ValueReader {
  return (value, place) => [{ kind: 'token-claim', path, match: starredMatch(value), place }]
}

/** `envoy.filters.a.b[key]`; a value in brackets is looked for among the members of a list. */
function metadata(text: string): ValueReader | 'nameless' {
  const open = text.indexOf('[')
  if (open < 0) return 'nameless'
  const filter = text.slice(0, open)
  const key = text.slice(open + 1).replace(/\]$/, '')
  return (value, place) =>
    value.startsWith('[') && value.endsWith(']')
      ? [{ kind: 'metadata', filter, key, match: starredMatch(value.replace(/^[[\]]+|[[\]]+$/g, '')), listMember: true, place }]
      : [{ kind: 'metadata', filter, key, match: starredMatch(value), place }]
}

/** `[a][b]` as its names; undefined when it is anything else. */
function bracketed(text: string): string[] | undefined {
  if (!text.startsWith('[') || !text.endsWith(']')) return undefined
  const names = text.slice(1, -1).split('][')
  return names.every((name) => name !== '') ? names : undefined
}
