import { resolved, type SourceFile } from './sources.ts'

/** Sets of files each of which imports itself through the others (Tarjan's strongly connected components), each sorted. */
export function cyclesAmong(files: readonly SourceFile[]): string[][] {
  const imports = new Map(files.map(({ path, imports }) => [path, imports.map((specifier) => resolved(path, specifier))]))
  const number = new Map<string, number>()
  const lowest = new Map<string, number>()
  const open: string[] = []
  const cycles: string[][] = []
  const visit = (path: string): void => {
    number.set(path, number.size)
    lowest.set(path, number.get(path)!)
    open.push(path)
    for (const next of imports.get(path) ?? []) {
      if (!imports.has(next)) continue
      if (!number.has(next)) visit(next)
      if (open.includes(next)) lowest.set(path, Math.min(lowest.get(path)!, lowest.get(next)!))
    }
    if (lowest.get(path) !== number.get(path)) return
    const cycle = open.splice(open.indexOf(path))
    if (cycle.length > 1) cycles.push(cycle.sort())
  }
  for (const path of imports.keys()) if (!number.has(path)) visit(path)
  return cycles
}
