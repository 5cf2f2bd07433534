import type { LeafReport } from '../../verify/kustomize/translate-built.ts'
import { textLines } from '../escape/lines.ts'
import { amountText } from '../findings/text.ts'

/** Which kustomizations were built before and after, and with what. */
export interface BuildsReport {
  /** Such as `kustomize v5.7.1 (/usr/bin/kustomize)`; absent where there is no program. */
  readonly program?: string
  /** Why there is no program. */
  readonly without?: string
  readonly leaves: readonly LeafReport[]
}

/** One line for all, and one for each that was not compared or holds something back; nothing for an input without kustomizations. */
export function buildsText({ program, without, leaves }: BuildsReport): string {
  if (leaves.length === 0) return ''
  if (program === undefined) return textLines([`kustomizations were not built: ${without ?? 'no program'}`])
  const built = leaves.filter(({ compared }) => compared).length
  const problems = leaves.flatMap(({ path, problem }) => (problem === undefined ? [] : [`  ${path}: ${problem}`]))
  return textLines([
    `${built} of ${amountText(leaves.length, 'kustomization')} built before and after with ${program}, and compared`,
    ...problems,
  ])
}

/** The part of the JSON reports about it; undefined for an input without kustomizations. */
export function buildsJson({ program, without, leaves }: BuildsReport): Record<string, unknown> | undefined {
  if (leaves.length === 0) return undefined
  return { ...(program === undefined ? { without } : { program }), leaves }
}
