import { compareText, objectText } from '../../diagnostics/place.ts'
import type { AppliedBy } from '../../plan/source/applied-by.ts'
import type { Origin } from '../../plan/source/origin.ts'
import type { SourceEdit, SourceLine } from '../../plan/source/source-edit.ts'
import { applierName, deployerOf } from '../../rollout/applier.ts'
import { amountText, positionText } from '../findings/text.ts'

/** `access.yaml:12, 40; routing.yaml:3`: the lines of edits, each file once. */
export function linesText(edits: readonly Pick<SourceEdit, 'at'>[]): readonly string[] {
  const byFile = new Map<string, Set<number>>()
  for (const { file, line } of edits.flatMap(({ at }) => at)) {
    const lines = byFile.get(file) ?? new Set<number>()
    byFile.set(file, line === undefined ? lines : lines.add(line))
  }
  return [...byFile]
    .sort(([a], [b]) => compareText(a, b))
    .map(([file, lines]) =>
      fileText(
        file,
        [...lines].sort((a, b) => a - b),
      ),
    )
}

/** `changes AuthorizationPolicy shop/readers: access.yaml:12, 40`. */
export function sourceEditText({ what, object, at }: SourceEdit): string {
  return `${what} ${objectText(object)}: ${linesText([{ at }]).join('; ')}${what === 'adds' && at.some(hasLine) ? ' (after it)' : ''}`
}

function hasLine({ line }: SourceLine): boolean {
  return line !== undefined
}

function fileText(file: string, lines: readonly number[]): string {
  return lines.length === 0 ? `${file} (new)` : `${file}:${lines.join(', ')}`
}

/** What makes the files of the input that are edited, and what builds them, one sentence each. */
export function originNotes(edits: readonly SourceEdit[]): readonly string[] {
  const built = [...new Set(edits.flatMap(({ builtBy }) => builtBy))].sort(compareText)
  return [
    ...new Set(edits.flatMap(({ origin }) => (origin === undefined ? [] : [originText(origin)]))),
    ...(built.length === 0 ? [] : [`built by ${built.join(', ')}`]),
  ]
}

/** What applies edited files to the cluster, and whether it takes back what `kubectl` changes there: one sentence for each. */
export function applierNotes(edits: readonly SourceEdit[]): readonly string[] {
  return appliersOf(edits).map(([, edited]) => appliedText(edited, edits.length))
}

function originText({ by, file, name }: Origin): string {
  if (by === 'chart')
    return `made from chart ${name ?? ''}: edit ${file === undefined ? 'its templates' : file}, or the values that it is installed with`
  const made = name === undefined ? '' : `, which ${name} changes`
  return `made by kustomize: edit ${file ?? 'its source'}${made}`
}

function appliersOf(edits: readonly SourceEdit[]): [string, AppliedBy[]][] {
  const found = new Map<string, AppliedBy[]>()
  for (const { appliedBy } of edits)
    if (appliedBy !== undefined) {
      const name = `${appliedBy.kind} ${applierName(appliedBy)}`
      found.set(name, [...(found.get(name) ?? []), appliedBy])
    }
  return [...found].sort(([a], [b]) => compareText(a, b))
}

/** How each of them is kept from taking back what `kubectl` changes. */
const stopped: Readonly<Record<AppliedBy['kind'], string>> = {
  Application: 'spec.syncPolicy.automated.selfHeal: false',
  Kustomization: 'spec.suspend: true',
  HelmRelease: 'spec.suspend: true',
}

function appliedText(all: readonly AppliedBy[], edits: number): string {
  const [first] = all as readonly [AppliedBy, ...AppliedBy[]]
  const where = first.place === undefined ? '' : ` (${positionText(first.place.span)})`
  const waves = [...new Set(all.flatMap(({ syncWave }) => (syncWave === undefined ? [] : [syncWave])))].sort(compareText)
  const ordered =
    waves.length === 0 ? '' : `; its sync ${waves.length === 1 ? 'wave' : 'waves'} ${waves.join(', ')} order what is in one commit`
  return `${first.kind} ${applierName(first)} of ${deployerOf[first.kind]}${where} applies ${all.length} of ${amountText(edits, 'changed object')} and ${undoing[first.undoes](stopped[first.kind])}${ordered}`
}

const undoing: Readonly<Record<AppliedBy['undoes'], (stop: string) => string>> = {
  yes: (stop) => `takes back what kubectl changes: commit the commit.patch of each step in turn, or set ${stop} before apply.sh`,
  no: () => 'takes back what kubectl changes when it syncs next: commit source.patch once the wave is applied',
  unknown: (stop) =>
    `may take back what kubectl changes, because it is not in the input: commit the commit.patch of each step in turn, or set ${stop} before apply.sh`,
}
