import type { Json } from '../../../../src/model/object.ts'
import type { HeaderMutation } from '../../../../src/model/route.ts'

type Fields = { readonly [field: string]: Json }

/** Header changes of a route or a weighted cluster, for requests and responses. Envoy takes away first, then writes in this order. */
export function headerFields(
  requests: readonly (HeaderMutation | undefined)[],
  responses: readonly (HeaderMutation | undefined)[],
): Fields {
  return { ...oneWay('request', requests), ...oneWay('response', responses) }
}

/** What a change of the `Host` header makes the authority, which Envoy does not write as a header. */
export function authoritySetBy(mutation: HeaderMutation | undefined): string | undefined {
  return [...(mutation?.set ?? []), ...(mutation?.add ?? [])].findLast(({ name }) => isAuthority(name))?.value
}

function oneWay(way: 'request' | 'response', mutations: readonly (HeaderMutation | undefined)[]): Fields {
  const written = mutations.flatMap((mutation) => [
    ...entries(mutation?.set ?? [], 'OVERWRITE_IF_EXISTS_OR_ADD'),
    ...entries(mutation?.add ?? [], 'APPEND_IF_EXISTS_OR_ADD'),
  ])
  const removed = mutations.flatMap((mutation) => (mutation?.remove ?? []).map(({ name }) => name)).filter((name) => !isAuthority(name))
  return {
    ...(written.length === 0 ? {} : { [`${way}HeadersToAdd`]: written }),
    ...(removed.length === 0 ? {} : { [`${way}HeadersToRemove`]: removed }),
  }
}

function entries(list: HeaderMutation['set'], appendAction: string): Fields[] {
  return list.filter(({ name }) => !isAuthority(name)).map(({ name, value }) => ({ header: { key: name, value }, appendAction }))
}

function isAuthority(name: string): boolean {
  return /^(host|:authority)$/i.test(name)
}
