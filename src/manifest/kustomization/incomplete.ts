import type { Kustomization } from './kustomization.ts'
import type { KustomizeReading } from './transforms.ts'

/** True where a kustomization builds from something that was not read: a Namespace that the input lacks may be there. */
export function isIncomplete(leaf: Kustomization, { graph, unread }: KustomizeReading): boolean {
  const closure = graph.closure(leaf)
  return unread.some(({ by }) => closure.has(by))
}
