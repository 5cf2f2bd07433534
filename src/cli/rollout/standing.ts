import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Discovery } from '../../manifest/disk/discover.ts'
import { earlierStarts } from '../../plan/standing/earlier-starts.ts'
import { belowRoot } from '../../report/diff/unified-diff.ts'

/** The inputs from which a rollout in a folder may have been planned, if its first steps are done in what was found; none where there is no such folder. */
export function startsOfRollout(folder: string | undefined, found: Discovery): readonly Discovery[] {
  const patches = folder === undefined ? [] : commitsIn(folder)
  if (patches.length === 0) return []
  const shown = found.files.map(({ path }) => ({ path, status: 'unchanged' as const }))
  return earlierStarts(found.files, patches, belowRoot(shown).root ?? '').map((files) => ({ ...found, files }))
}

/** `commit.patch` of each step, in the order of waves and steps; none in a folder without a rollout. */
function commitsIn(folder: string): readonly string[] {
  if (!existsSync(join(folder, 'plan.txt'))) return []
  return numbered(folder, /^wave-(\d+)-/)
    .flatMap((wave) => numbered(join(folder, wave), /^(\d+)-/).map((step) => join(folder, wave, step, 'commit.patch')))
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, 'utf8'))
}

function numbered(folder: string, name: RegExp): readonly string[] {
  const numberOf = (entry: string) => Number(name.exec(entry)?.[1])
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && name.test(entry.name))
    .map((entry) => entry.name)
    .sort((a, b) => numberOf(a) - numberOf(b))
}
