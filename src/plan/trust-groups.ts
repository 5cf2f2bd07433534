import { compareText } from '../diagnostics/place.ts'
import type { Call } from './call-graph.ts'

/**
 * Namespaces that call each other, directly or by way of others: they move together, because whichever moves first would be called by clients that
 * have not moved. Every namespace is in one group, most in a group of their own.
 */
export function trustGroups(namespaces: readonly string[], calls: readonly Call[]): readonly (readonly string[])[] {
  const servers = new Map<string, string[]>()
  for (const { client, server } of calls) servers.set(client, [...(servers.get(client) ?? []), server])
  const reached = new Map(namespaces.map((name) => [name, reachedFrom(name, servers)]))
  const groups: string[][] = []
  for (const name of [...namespaces].sort(compareText)) {
    const own = groups.find(([first]) => reached.get(first!)!.has(name) && reached.get(name)!.has(first!))
    if (own === undefined) groups.push([name])
    else own.push(name)
  }
  return groups
}

function reachedFrom(name: string, servers: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set([name])
  for (const one of found) for (const next of servers.get(one) ?? []) found.add(next)
  return found
}
