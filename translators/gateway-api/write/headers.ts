import type { HeaderMutation } from '../../../src/model/route.ts'
import type { Obstacle } from './obstacle.ts'
import { headerName } from './row.ts'

interface Modifier {
  readonly set?: readonly { readonly name: string; readonly value: string }[]
  readonly add?: readonly { readonly name: string; readonly value: string }[]
  readonly remove?: readonly string[]
}

/**
 * Header operations as a route says them. Envoy removes, then sets, then adds; a route may name a header once only, so that the order
 * does not matter, and takes no empty value (istio:pilot/pkg/config/kube/gateway/conversion.go createHeadersFilter).
 */
export function headerModifier(mutation: HeaderMutation, obstacles: Obstacle[]): Modifier {
  const seen = new Set<string>()
  for (const { name, place } of [...mutation.set, ...mutation.add, ...mutation.remove]) {
    const key = name.toLowerCase()
    if (seen.has(key)) obstacles.push({ place, what: `two operations on the header \`${name}\`` })
    if (key === 'host') obstacles.push({ place, what: 'an authority that is set as a header' })
    else if (!headerName.test(name)) obstacles.push({ place, what: `the header name \`${name}\`` })
    seen.add(key)
  }
  for (const { value, place } of [...mutation.set, ...mutation.add]) {
    if (value === '' || value.length > 4096) obstacles.push({ place, what: 'a header value that is empty or longer than 4096 characters' })
  }
  if (mutation.set.length > 16 || mutation.add.length > 16 || mutation.remove.length > 16) {
    obstacles.push({ place: mutation.place, what: 'more than 16 header operations of one sort' })
  }
  const values = (list: HeaderMutation['set']) => list.map(({ name, value }) => ({ name, value }))
  return {
    ...(mutation.set.length === 0 ? {} : { set: values(mutation.set) }),
    ...(mutation.add.length === 0 ? {} : { add: values(mutation.add) }),
    ...(mutation.remove.length === 0 ? {} : { remove: mutation.remove.map(({ name }) => name) }),
  }
}
