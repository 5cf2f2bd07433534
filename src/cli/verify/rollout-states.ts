import { compareText } from '../../diagnostics/place.ts'
import { goesWrong } from '../../report/verify/report.ts'
import type { Translation } from '../../translation.ts'
import type { Comparison } from '../../verify/comparison.ts'
import { compareStates, type StateResult } from '../../verify/states.ts'
import { UsageError } from '../process/errors.ts'
import { suggestion } from '../process/suggestion.ts'

/** The states of a rollout by namespaces, up to the first in which something is wider, or narrower and not announced. */
export function rolloutStates(
  translation: Translation,
  order: string | undefined,
  accept: (comparison: Comparison) => { readonly comparison: Comparison },
): StateResult[] {
  const states: StateResult[] = []
  for (const state of compareStates(translation, namespaceOrder(translation, order))) {
    const { comparison } = accept(state.comparison)
    states.push({ ...state, comparison })
    if (goesWrong(comparison)) break
  }
  return states
}

/** The namespaces that were named, then all others by name. */
function namespaceOrder({ mesh }: Translation, order: string | undefined): string[] {
  const all = mesh.namespaces.map(({ name }) => name).sort(compareText)
  const first = order === undefined ? [] : order.split(',').map((name) => name.trim())
  for (const name of first) {
    if (all.includes(name)) continue
    const near = suggestion(name, all)
    throw new UsageError(
      `--order: there is no namespace \`${name}\` in the input${near === undefined ? '' : `; did you mean \`${near}\`?`}`,
    )
  }
  return [...new Set([...first, ...all])]
}
