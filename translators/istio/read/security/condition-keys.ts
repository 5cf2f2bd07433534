import { ownValue } from '../../../../src/model/own-value.ts'
import { type ConditionSubject, claimsWithKeys, conditionKeys, keyPrefixes, namesInBrackets } from '../../condition-keys.ts'
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

const readerOf: Readonly<Record<ConditionSubject, ValueReader>> = {
  'peer-address': readPeerAddress,
  'client-address': readClientAddress,
  namespace: readNamespace,
  principal: readPrincipal,
  'service-account': readServiceAccount,
  'trust-domain': readTrustDomain,
  'token-principal': readRequestPrincipal,
  audiences: claim([claimsWithKeys.audiences]),
  presenter: claim([claimsWithKeys.presenter]),
  'destination-address': readDestinationAddress,
  'destination-port': readPort,
  sni: (value, place) => [{ kind: 'sni', match: starredMatch(value), place }],
}

/**
 * How the values of a `when` key are read. `unknown` is not a key of Istio's; `nameless` is one whose name in brackets cannot be read
 * (istio:pilot/pkg/security/authz/model/model.go New and util.go extractNameInBrackets).
 */
export function conditionReader(key: string): ValueReader | 'unknown' | 'nameless' {
  const subject = ownValue(conditionKeys as Readonly<Record<string, ConditionSubject>>, key)
  if (subject !== undefined) return readerOf[subject]
  if (key.startsWith(keyPrefixes.headers)) {
    const names = namesInBrackets(key.slice(keyPrefixes.headers.length))
    return names?.length === 1 ? header(names[0]!) : 'nameless'
  }
  if (key.startsWith(keyPrefixes.claims)) {
    const names = namesInBrackets(key.slice(keyPrefixes.claims.length))
    return names === undefined ? 'nameless' : claim(names)
  }
  if (key.startsWith(`${keyPrefixes.filters}envoy.filters.`)) return metadata(key.slice(keyPrefixes.filters.length))
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
