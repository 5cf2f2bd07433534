import { compareText } from '../../src/diagnostics/place.ts'
import type { Vector, VectorOutcome } from './vector.ts'

/** What the model said to one vector. */
export interface AskedVector {
  readonly vector: Vector
  readonly outcome: VectorOutcome
}

type Counts = Record<VectorOutcome['says'], number>

/** Lines of counts: one for each engine and one for each of its features, with what was not compared and why. */
export function reportLines(all: readonly AskedVector[]): string[] {
  const engines = [...new Set(all.map(({ vector }) => vector.engine))]
  return engines.flatMap((engine) => {
    const own = all.filter(({ vector }) => vector.engine === engine)
    const features = [...new Set(own.flatMap(({ vector }) => vector.features))].sort(compareText)
    return [
      countsLine(engine, own),
      ...features.map((feature) =>
        countsLine(
          `  ${feature}`,
          own.filter(({ vector }) => vector.features.includes(feature)),
        ),
      ),
      ...reasonLines(own),
    ]
  })
}

function countsLine(name: string, asked: readonly AskedVector[]): string {
  const counts: Counts = { agreed: 0, disagreed: 0, undetermined: 0, 'not compared': 0 }
  for (const { outcome } of asked) counts[outcome.says] += 1
  const said = (['agreed', 'disagreed', 'undetermined', 'not compared'] as const).map((says) => `${counts[says]} ${says}`)
  return `${name.padEnd(52)} ${said.join(', ')}`
}

function reasonLines(asked: readonly AskedVector[]): string[] {
  const reasons = new Map<string, number>()
  for (const { outcome } of asked) if (outcome.says === 'not compared') reasons.set(outcome.why, (reasons.get(outcome.why) ?? 0) + 1)
  return [...reasons].sort(([a], [b]) => compareText(a, b)).map(([why, count]) => `  not compared: ${why} (${count})`)
}
