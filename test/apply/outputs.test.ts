import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assumptions } from '../../src/model/dialect.ts'
import { translate } from '../../src/translate.ts'
import type { Translation } from '../../src/translation.ts'
import { targetNames, targets } from '../../translators/index.ts'
import { corpora } from '../corpora/corpora.ts'
import { goldenCases } from '../golden/golden-case.ts'
import { type Applied, applyOver } from './apply-over.ts'
import { type Cluster, leftOut, startCluster } from './cluster.ts'

describe.skipIf(leftOut !== '').each(['standard', 'experimental'] as const)(
  `outputs applied over their inputs, %s channel${leftOut}`,
  (channel) => {
    const total: Applied = { applied: 0, leftOut: 0, refused: [], conflicts: [], unstable: [], pruned: [], deleted: 0 }
    let cluster: Cluster
    beforeAll(async () => {
      cluster = await startCluster(channel)
    }, 300_000)
    afterAll(async () => {
      await cluster.stop()
      const { applied, leftOut: others, refused, conflicts, unstable, pruned, deleted } = total
      console.log(
        `${channel} channel: ${applied} objects applied twice, ${refused.length} refused, ${conflicts.length} conflicts, ${unstable.length} changed by the second apply, ${pruned.length} fields pruned, ${deleted} deleted; ${others} left out, which the server did not take before`,
      )
    }, 60_000)

    async function check(translation: Translation): Promise<void> {
      const found = await applyOver(cluster.api, translation)
      for (const list of ['refused', 'conflicts', 'unstable', 'pruned'] as const) total[list].push(...found[list])
      for (const count of ['applied', 'leftOut', 'deleted'] as const) total[count] += found[count]
      expect({ ...found, applied: 0, leftOut: 0, deleted: 0 }).toEqual({
        ...{ applied: 0, leftOut: 0, deleted: 0 },
        ...{ refused: [], conflicts: [], unstable: [], pruned: [] },
      })
    }

    for (const golden of goldenCases())
      for (const target of golden.targets)
        if ((golden.request(target).options?.versions?.gatewayApiChannel ?? 'standard') === channel)
          test(`${golden.name} for ${target}`, { timeout: 120_000 }, async () => {
            await check(translate(golden.input, golden.request(target)))
          })

    // With every assumption of the target most is written, with none most stays.
    for (const [name, files] of channel === 'standard' ? corpora() : [])
      for (const target of targetNames)
        for (const assume of [[], assumptions.filter((one) => targets[target].assumptions.includes(one))])
          test(`corpus ${name} for ${target}, assuming ${assume.join(', ') || 'nothing'}`, { timeout: 600_000 }, async () => {
            await check(translate(files, { target, options: { assume } }))
          })
  },
)
