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

/** How many kustomizations of one kind of problem have their reasons beside them; others are only listed. */
const enough = 3

/**
 * One line for all, and those that were not compared or hold something back: `brief` has one line for many of them, which differ in what is in
 * parentheses, with the first places. Nothing for an input without kustomizations.
 */
export function buildsText({ program, without, leaves }: BuildsReport, detail: 'full' | 'brief' = 'brief'): string {
  if (leaves.length === 0) return ''
  if (program === undefined) return textLines([`kustomizations were not built: ${without ?? 'no program'}`])
  const built = leaves.filter(({ compared }) => compared).length
  const problems = leaves.flatMap(({ path, problem }) => (problem === undefined ? [] : [{ path, problem }]))
  return textLines([
    `${built} of ${amountText(leaves.length, 'kustomization')} built before and after with ${program}, and compared`,
    ...(detail === 'full' ? problems.map(problemLine) : groupedLines(problems)),
  ])
}

interface BuildProblem {
  readonly path: string
  readonly problem: string
}

function problemLine({ path, problem }: BuildProblem): string {
  return `  ${path}: ${problem}`
}

function groupedLines(problems: readonly BuildProblem[]): readonly string[] {
  const groups = new Map<string, BuildProblem[]>()
  for (const one of problems) {
    const kind = one.problem.replace(/ \(.*\)$/s, '')
    groups.set(kind, [...(groups.get(kind) ?? []), one])
  }
  return [...groups].flatMap(([kind, own]) => {
    if (own.length <= enough) return own.map(problemLine)
    const first = own.slice(0, enough).map(({ path }) => path)
    return [`  ${own.length} of them: ${kind}: ${first.join(', ')} and ${own.length - enough} more (-v has each with its reason)`]
  })
}

/** The part of the JSON reports about it; undefined for an input without kustomizations. */
export function buildsJson({ program, without, leaves }: BuildsReport): Record<string, unknown> | undefined {
  if (leaves.length === 0) return undefined
  return { ...(program === undefined ? { without } : { program }), leaves }
}
