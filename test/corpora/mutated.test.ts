import { expect, test } from 'vitest'
import type { EmitOptions } from '../../src/model/dialect.ts'
import { translate } from '../../src/translate.ts'
import { targetNames } from '../../translators/index.ts'
import { corpora, corporaArePresent } from './corpora.ts'

const runs = Number(process.env.MUTATED_RUNS ?? 60)

/** Real manifests with a few lines damaged: whatever people give us, it is reported, and nothing fails inside. */
test.skipIf(!corporaArePresent)('damaged manifests cause findings, never internal errors', { timeout: 600_000 }, () => {
  const files = [...corpora().values()].flat()
  const random = numbers(Number(process.env.SEED ?? 1))
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  for (let run = 0; run < runs; run += 1) {
    const chosen = Array.from({ length: 1 + Math.floor(random() * 6) }, () => pick(files))
    const input = chosen.map(({ text }, index) => ({ path: `${index}.yaml`, text: damaged(text, random) }))
    const options: Partial<EmitOptions> = {
      routes: pick(['auto', 'httproute', 'virtualservice']),
      waypoints: pick(['namespace', 'service']),
      versions: {
        istio: pick(['1.31', '1.24', '1.20']),
        gatewayApi: pick(['1.4', '1.6']),
        gatewayApiChannel: pick(['standard', 'experimental']),
        cilium: '1.19',
      },
    }
    const label = `run ${run}: ${chosen.map(({ path }) => path).join(' ')}`
    for (const target of targetNames) {
      const { diagnostics, output } = translate(input, { target, defaultNamespace: 'default', options })
      expect(
        diagnostics.filter(({ stage }) => stage === 'internal').map(({ message }) => message),
        label,
      ).toEqual([])
      const { read, translated, kept, removed, skipped } = output.account
      expect(translated + kept + removed + skipped, label).toBe(read)
    }
  }
})

function damaged(text: string, random: () => number): string {
  const lines = text.split('\n')
  const values = ['null', '[]', '{}', '"*"', '0', '-1', 'true', 'a.b', '"*.local"', 'none']
  for (let left = Math.floor(random() * 6); left > 0; left -= 1) {
    const at = Math.floor(random() * lines.length)
    const other = Math.floor(random() * lines.length)
    const value = values[Math.floor(random() * values.length)]!
    switch (Math.floor(random() * 5)) {
      case 0:
        lines.splice(at, 1)
        break
      case 1:
        lines.splice(at, 0, lines[other]!)
        break
      case 2:
        lines[at] = lines[at]!.replace(/:.*/, `: ${value}`)
        break
      case 3:
        lines[at] = lines[at]!.replace(/- .*/, `- ${value}`)
        break
      default:
        lines[at] = `${lines[at]} x`
    }
  }
  return lines.join('\n')
}

/** The same numbers in every run. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
