import { z } from 'zod'
import { targets } from '../../../translators/index.ts'
import { parsedMap } from '../../model/proxy-settings.ts'
import { defaultEstimateSettings, type EstimateSettings } from './settings.ts'
import { defaultWeights, type WeightName } from './weights.ts'

/** One number, or the least and the most. */
const rangeUpTo = (most: number) => {
  const number = z.number().min(0).max(most)
  return z
    .union([
      number.transform((value) => ({ low: value, high: value })),
      z.tuple([number, number]).transform(([low, high]) => ({ low, high })),
    ])
    .refine(({ low, high }) => low <= high, 'the first number is above the second')
}

const names = Object.keys(defaultWeights) as [WeightName, ...WeightName[]]

const components = ['sidecar', 'waypoint', ...Object.values(targets).flatMap(({ platform }) => platform.onNodes.map(({ name }) => name))]

/**
 * A file for `--weights`: `points` by kind of work, and `resources` (thousandths of a CPU and MiB) by proxy, each one number or the least and the
 * most; what it does not name keeps its default.
 */
const schema = z.strictObject({
  points: z.partialRecord(z.enum(names), rangeUpTo(1000)).optional(),
  pointsPerDay: z.number().positive().max(1000).optional(),
  resources: z
    .partialRecord(z.enum(components), z.strictObject({ cpu: rangeUpTo(1e6).optional(), memory: rangeUpTo(1e6).optional() }))
    .optional(),
  waypointReplicas: rangeUpTo(1000).optional(),
  nodes: rangeUpTo(100_000).optional(),
})

/** The settings of a file, or what is wrong with it, as the end of a sentence that begins with its name. */
export function readSettings(text: string): EstimateSettings | { readonly problem: string } {
  const value = text.trim() === '' ? {} : parsedMap(text)
  if (value === undefined) return { problem: 'is not a map of YAML or JSON' }
  const result = schema.safeParse(value)
  if (!result.success) {
    const [issue] = result.error.issues
    const where = issue!.path.length === 0 ? '' : `\`${issue!.path.join('.')}\`: `
    return { problem: `is not valid: ${where}${issue!.message}` }
  }
  const { points: given = {}, resources = {}, pointsPerDay, waypointReplicas, nodes } = result.data
  return {
    ...defaultEstimateSettings,
    weights: { ...defaultWeights, ...given },
    components: Object.fromEntries(
      Object.entries(resources).map(([name, own]) => [
        name,
        { ...(own?.cpu === undefined ? {} : { cpu: own.cpu }), ...(own?.memory === undefined ? {} : { memory: own.memory }) },
      ]),
    ),
    ...(pointsPerDay === undefined ? {} : { pointsPerDay }),
    ...(waypointReplicas === undefined ? {} : { waypointReplicas }),
    ...(nodes === undefined ? {} : { nodes }),
  }
}
