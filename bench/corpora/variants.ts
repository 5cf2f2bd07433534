import type { SourceObject } from '../../src/model/object.ts'
import type { CorpusFile } from './corpus-file.ts'

/** Files, and of further ones those that neither define an object nor route a host once more: of several variants the first. */
export function withoutVariants(first: readonly CorpusFile[], further: readonly CorpusFile[]): readonly CorpusFile[] {
  const said = new Set(first.flatMap(({ objects }) => objects.flatMap(namesOf)))
  const taken = [...first]
  for (const one of further) {
    if (taken.includes(one)) continue
    const names = one.objects.flatMap(namesOf)
    if (names.some((name) => said.has(name))) continue
    for (const name of names) said.add(name)
    taken.push(one)
  }
  return taken
}

function namesOf({ ref: { apiVersion, kind, namespace, name }, value }: SourceObject): readonly string[] {
  const { hosts } = ((value as { readonly spec?: unknown }).spec ?? {}) as { readonly hosts?: unknown }
  const routed = kind === 'VirtualService' && Array.isArray(hosts) ? hosts.map((host) => `route ${namespace} ${String(host)}`) : []
  return [[apiVersion.split('/')[0], kind, namespace, name].join(' '), ...routed]
}
