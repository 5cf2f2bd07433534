import type { InputFile } from '../../manifest/input-file.ts'
import type { Plan } from '../plan.ts'

/**
 * After how many steps of a plan the files are those that are there now: the last such state. Undefined where they are in none. `start` is what was planned from.
 * Steps that change no file, because they only restart pods, count as done with the one before them.
 */
export function standsAfter({ waves }: Pick<Plan, 'waves'>, start: readonly InputFile[], now: readonly InputFile[]): number | undefined {
  const left = new Map(now.map(({ path, text }) => [path, text]))
  const texts = new Map(start.map(({ path, text }) => [path, text]))
  const differing = new Set([...left.keys(), ...texts.keys()].filter((path) => left.get(path) !== texts.get(path)))
  let found: number | undefined
  for (const [index, step] of waves.flatMap(({ steps }) => steps).entries()) {
    for (const { path, text } of step.files) {
      if (text === undefined) texts.delete(path)
      else texts.set(path, text)
      if (texts.get(path) === left.get(path)) differing.delete(path)
      else differing.add(path)
    }
    if (differing.size === 0) found = index + 1
  }
  return found
}
