import { cpSync, rmSync } from 'node:fs'
import { used } from './pairs.ts'
import type { ChangedMesh, WrittenMeshes } from './written-meshes.ts'

/** Two commands on one mesh, and the most that the second may take in times of the first. */
export interface CommandPair {
  readonly title: string
  readonly under: readonly string[]
  readonly over: readonly string[]
  readonly most?: number
  /** The folder of which the row counts workloads: those that move, and all. */
  readonly mesh: string
  /** Runs once, before all pairs. */
  readonly prepare?: () => void
  /** Runs right before the second command, and is not measured. */
  readonly beforeOver?: () => void
  /** Larger meshes than this are not asked: the command is meant for smaller ones, or takes very long. */
  readonly upTo?: number
}

const toAmbient = ['--to', 'ambient', '-o', 'yaml', '-q']
const toCilium = ['--to', 'cilium', '--assume', 'sidecars-removed,slashes-merged', '-o', 'yaml', '-q']

/**
 * `verify` with what a run kept before one policy changed, against `verify` without. Each time the folder is as that run left it: else the
 * second time all would be known.
 */
function withCache(title: string, words: readonly string[], { folder, change }: ChangedMesh): CommandPair {
  const verify = ['verify', ...words, '-q']
  const [kept, taken] = [`${folder}.kept`, `${folder}.cache`]
  return {
    title,
    mesh: folder,
    under: verify,
    over: [...verify, '--cache', taken],
    most: 0.1,
    prepare: () => {
      used([...verify, '--cache', kept])
      change()
    },
    beforeOver: () => {
      rmSync(taken, { recursive: true, force: true })
      cpSync(kept, taken, { recursive: true })
    },
  }
}

export function comparedCommands({ mixed, held, moving, oneChanged, allChanged, reviewed, head }: WrittenMeshes): readonly CommandPair[] {
  const convert = (mesh: string) => ['convert', mesh, ...toAmbient]
  const unverified = (mesh: string) => [...convert(mesh), '--no-verify']
  return [
    { title: 'convert --no-verify / floor', mesh: mixed, under: ['floor', mixed], over: unverified(mixed), most: 1.2 },
    { title: 'convert / convert --no-verify, where most moves', mesh: mixed, under: unverified(mixed), over: convert(mixed), most: 2.5 },
    { title: 'convert / convert --no-verify, where all moves', mesh: moving, under: unverified(moving), over: convert(moving), most: 2.5 },
    { title: 'diff / convert', mesh: moving, under: convert(moving), over: ['diff', moving, '--to', 'ambient', '-q'], most: 1.2 },
    {
      title: 'estimate / convert, both without comparing',
      mesh: mixed,
      under: unverified(mixed),
      over: ['estimate', mixed, '--no-verify', '-o', 'json', '-q'],
      most: 3,
    },
    {
      title: 'estimate / the same without what-if',
      mesh: held,
      under: ['estimate', held, '--no-what-if', '-o', 'json', '-q'],
      over: ['estimate', held, '-o', 'json', '-q'],
      most: 3,
    },
    {
      title: 'estimate / the same without what-if, both without comparing',
      mesh: held,
      under: ['estimate', held, '--no-what-if', '--no-verify', '-o', 'json', '-q'],
      over: ['estimate', held, '--no-verify', '-o', 'json', '-q'],
      most: 3,
    },
    {
      title: 'diff --against, one policy changed / all changed',
      mesh: moving,
      under: ['diff', moving, '--against', allChanged, '-q'],
      over: ['diff', moving, '--against', oneChanged, '-q'],
      most: 0.1,
    },
    withCache('verify --to, one policy changed, with a cache / without', [reviewed.folder, '--to', 'ambient'], reviewed),
    withCache('verify --against, one policy changed, with a cache / without', [moving, '--against', head.folder], head),
    {
      title: 'convert to Cilium / to Istio ambient, without comparing',
      mesh: moving,
      under: unverified(moving),
      over: ['convert', moving, ...toCilium, '--no-verify'],
      most: 1.3,
    },
    { title: 'plan / convert', mesh: moving, under: convert(moving), over: ['plan', moving, '--to', 'ambient', '-q'], upTo: 100 },
  ]
}
