import { compareText } from '../../diagnostics/place.ts'
import { type Built, compatible } from './built-objects.ts'

/**
 * The sets of builds that one cluster can have: each with as many leaves as contradict each other in nothing. Overlays of one base are in
 * different sets; of the other applications those that are called alike join them, so that `cart/prod` is seen with `web/prod`.
 */
export function appliedTogether(builds: readonly Built[]): (readonly Built[])[] {
  const sets = new Map<string, readonly Built[]>()
  for (const first of builds) {
    const others = builds
      .filter((other) => other !== first)
      .sort((a, b) => Number(!calledAlike(a, first)) - Number(!calledAlike(b, first)) || compareText(a.leaf, b.leaf))
    const chosen = [first]
    for (const other of others) if (chosen.every((one) => compatible(one, other))) chosen.push(other)
    chosen.sort((a, b) => compareText(a.leaf, b.leaf))
    sets.set(JSON.stringify(chosen.map(({ leaf }) => leaf)), chosen)
  }
  return [...sets.values()]
}

function calledAlike(a: Built, b: Built): boolean {
  return folderName(a.leaf) === folderName(b.leaf)
}

function folderName(path: string): string | undefined {
  return path.split('/').at(-2)
}
