import { expect, test } from 'vitest'
import { fateAt, istioLeaves } from '../../scripts/gen/crd-leaves.ts'
import type { Fate } from '../../src/diagnostics/fate.ts'
import { targets } from '../../translators/index.ts'
import { goldenCases } from '../golden/golden-case.ts'
import { goldenTranslations } from '../golden/remembered.ts'

const kinds = istioLeaves()

/** `kind path fate` of every leaf of every golden, by target; the path without list positions. */
const seen = new Map<string, Set<string>>()
for (const { translation } of goldenTranslations(goldenCases())) {
  const known = seen.get(translation.target) ?? new Set<string>()
  seen.set(translation.target, known)
  for (const { ref, leaves } of translation.fates)
    for (const { path, fate } of leaves)
      known.add(
        keyOf(
          ref.kind,
          path.filter((step) => typeof step === 'string'),
          fate,
        ),
      )
}

/** Keys of free-form maps become `*`, and what stands below a declaration counts for it. */
function keyOf(kind: string, path: readonly string[], fate: Fate): string {
  return `${kind} ${path.join('.')} ${fate}`
}

for (const target of Object.values(targets))
  for (const wanted of ['translated', 'refused'] as const)
    test(`every field whose fate is ${wanted} in ${target.name} is shown by a golden`, () => {
      const missing = new Set<string>()
      const shown = [...(seen.get(target.name) ?? [])]
      for (const { kind, id, paths } of kinds)
        for (const path of paths) {
          const declared = fateAt(target.fates[id], path)
          if (declared?.fate.fate !== wanted) continue
          const pattern = new RegExp(
            `^${kind} ${declared.at.map((step) => (step === '*' ? '[^ ]+' : escaped(step))).join('\\.')}(\\.[^ ]*)? ${wanted}$`,
          )
          if (!shown.some((line) => pattern.test(line))) missing.add(`${kind} ${declared.at.join('.')}`)
        }
      expect([...missing]).toEqual([])
    })

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
