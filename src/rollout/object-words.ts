import type { ObjectRef } from '../diagnostics/place.ts'
import { shellWord } from './shell-word.ts'

/**
 * An object as kubectl takes it: `-n shop virtualservice.v1.networking.istio.io/catalog`. The group keeps kinds of one name apart, such as Istio's
 * Gateway and that of the Gateway API.
 */
export function objectWords({ apiVersion, kind, namespace, name }: Pick<ObjectRef, 'apiVersion' | 'kind' | 'namespace' | 'name'>): string {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/', 2) : ['', apiVersion]
  const type = group === '' ? kind.toLowerCase() : `${kind.toLowerCase()}.${version}.${group}`
  return `${namespace === '' ? '' : `-n ${shellWord(namespace)} `}${shellWord(`${type}/${name}`)}`
}
