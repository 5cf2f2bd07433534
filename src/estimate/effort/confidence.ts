import type { Translation } from '../../translation.ts'
import { withoutNamespace } from '../not-shown.ts'
import type { OutsideFigures } from '../outside.ts'
import { namedButMissing } from './named-namespaces.ts'

/** What the input lacks, as far as it is known to: each of these makes the estimate wider. */
export interface Confidence {
  readonly level: 'high' | 'medium' | 'low'
  readonly missing: readonly string[]
}

/** High where nothing is missing, medium where one thing is. */
export function confidenceOf(translation: Translation, outside: OutsideFigures | undefined, compared: boolean): Confidence {
  const { mesh, unread } = translation
  const { policies = 0, services = 0 } = outside ?? {}
  const names = new Set(withoutNamespace(translation).map(({ namespace }) => namespace))
  const named = namedButMissing(mesh)
  const root = mesh.settings.rootNamespace
  const missing = [
    ...(unread.length === 0 ? [] : [`parts of the input that were not read: ${unread.length}`]),
    ...(names.size === 0 ? [] : [`namespaces that are not shown: ${names.size}`]),
    ...(named.length === 0
      ? []
      : [`namespaces that policies name and the input lacks: ${namesText(named.map(({ namespace }) => namespace))}`]),
    ...(policies === 0 ? [] : [`policies whose pods the input lacks: ${policies}`]),
    ...(services === 0 ? [] : [`Services whose pods the input lacks: ${services}`]),
    ...(mesh.settings.given === true ? [] : ['no configuration of the mesh']),
    ...(mesh.namespaces.some(({ name, place }) => name === root && place !== undefined) ? [] : [`no root namespace (${root})`]),
    ...(compared ? [] : ['access was not compared']),
  ]
  return confidenceIn(missing)
}

function confidenceIn(missing: readonly string[]): Confidence {
  return { level: missing.length === 0 ? 'high' : missing.length === 1 ? 'medium' : 'low', missing }
}

/** One more thing that is missing. */
export function lessConfident({ missing }: Confidence, lacks: string): Confidence {
  return confidenceIn([lacks, ...missing])
}

const shownAtMost = 5

function namesText(names: readonly string[]): string {
  const rest = names.length - shownAtMost
  return `${names.slice(0, shownAtMost).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}
