import { readMesh } from '../../src/read-mesh.ts'
import { translate } from '../../src/translate.ts'
import { translateRoutes } from '../../translators/cilium/routes/translate.ts'
import { unclearRoutes } from '../../translators/cilium/routes/unclear-routes.ts'
import type { Sample } from './sample.ts'

/** What it costs to ask what routes would become if the cluster had another definition of an object. */
export interface SecondDefinitionsCost {
  readonly name: string
  /** The meshes that the input may mean besides the first. */
  readonly meanings: number
  /** How often routes are translated to ask it. */
  readonly translations: number
  /** Seconds of the question. */
  readonly asking: number
  /** Seconds of the whole conversion, which asks it. */
  readonly converting: number
}

/** Undefined for a sample without second definitions. */
export function secondDefinitionsCost({ name, files, namespace }: Sample): SecondDefinitionsCost | undefined {
  const assume = ['sidecars-removed', 'slashes-merged'] as const
  const start = process.cpuUsage()
  const { mesh, input, invalid, unread, meanings, options } = translate(files, {
    target: 'cilium',
    defaultNamespace: namespace,
    options: { assume },
  })
  const converting = secondsSince(start)
  if (!mesh.unread.some(({ why }) => why === 'duplicate')) return undefined
  const others = meanings.slice(1).map((objects) => readMesh({ ...input, objects }, invalid, [], unread, options.versions))
  let translations = 0
  const asked = process.cpuUsage()
  unclearRoutes(mesh, options, others, (one) => {
    translations += 1
    return translateRoutes(one, options).writes
  })
  return { name, meanings: others.length, translations, asking: secondsSince(asked), converting }
}

function secondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}
