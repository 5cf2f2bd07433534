import { compareText } from '../../diagnostics/place.ts'
import { rulePredicate } from '../../model/authorization.ts'
import { namedNamespace } from '../../model/identity-names.ts'
import type { Mesh } from '../../model/mesh.ts'
import { atomsOf } from '../../model/predicate.ts'
import { type Evidence, evidenceAt } from '../evidence.ts'

/**
 * Namespaces that policies name as clients, and of which the input has nothing: who is allowed there is known, and not who calls. Sorted by name, each
 * where a policy first names it.
 */
export function namedButMissing({ authorization, namespaces }: Mesh): readonly (Evidence & { readonly namespace: string })[] {
  const known = new Set(namespaces.map(({ name }) => name))
  const found = new Map<string, Evidence>()
  for (const { rules } of authorization)
    for (const rule of rules)
      for (const atom of atomsOf(rulePredicate(rule))) {
        const name = atom.kind === 'identity' ? namedNamespace(atom.match) : undefined
        if (name !== undefined && !known.has(name) && !found.has(name)) found.set(name, evidenceAt(atom.place))
      }
  return [...found].map(([namespace, evidence]) => ({ namespace, ...evidence })).sort((a, b) => compareText(a.namespace, b.namespace))
}
