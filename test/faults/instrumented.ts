import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { commonTokens } from '@stryker-mutator/api/plugin'
import { createInstrumenter } from '@stryker-mutator/instrumenter'
import { createInjector } from 'typed-inject'
import type { Plugin } from 'vite'
import { type Fault, filesToFault, folder, type Progress } from './faults.ts'

const silent = new Proxy({}, { get: () => () => false })

/** Loads the source files with all their faults inside, each switched off. */
export async function instrumented(): Promise<Plugin> {
  const files = filesToFault().map(({ name, lines }) => ({
    name,
    content: readFileSync(name, 'utf8'),
    mutate: lines === undefined ? true : [{ start: { line: lines.from - 1, column: 0 }, end: { line: lines.to, column: 0 } }],
  }))
  const instrumenter = createInjector()
    .provideValue(commonTokens.logger, silent as never)
    .injectFunction(createInstrumenter as never) as ReturnType<typeof createInstrumenter>
  const options = { plugins: null, excludedMutations: [], ignorers: [] }
  const result = await instrumenter.instrument(files, options as never)
  const faults = result.mutants.map((mutant): Fault => {
    const text = files.find(({ name }) => name === mutant.fileName)?.content.split('\n') ?? []
    return {
      id: mutant.id,
      file: mutant.fileName,
      line: mutant.location.start.line + 1,
      mutator: mutant.mutatorName,
      original: (text[mutant.location.start.line] ?? '').trim(),
      replacement: mutant.replacement,
      ...(mutant.status === 'Ignored' ? { ignored: mutant.statusReason ?? '' } : {}),
    }
  })
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/faults.json`, JSON.stringify(faults))
  writeFileSync(`${folder}/progress.json`, JSON.stringify({ killed: killedBefore(faults), reached: {}, static: {} } satisfies Progress))
  const texts = new Map(result.files.map(({ name, content }) => [resolve(name), content]))
  return { name: 'faults', enforce: 'pre', load: (id) => texts.get(id) }
}

/** `STRYKER_EARLIER`: the folder of an earlier run, whose kills count: only what survived it is tried again, as in an incremental run of Stryker. */
function killedBefore(faults: readonly Fault[]): Record<string, string> {
  const earlier = process.env.STRYKER_EARLIER
  if (earlier === undefined) return {}
  const old = JSON.parse(readFileSync(`${earlier}/faults.json`, 'utf8')) as Fault[]
  const { killed } = JSON.parse(readFileSync(`${earlier}/progress.json`, 'utf8')) as Progress
  const [was, is] = [byText(old), byText(faults)]
  const kept = [...is].flatMap(([text, ids]) => ids.map((id, index) => [id, killed[was.get(text)?.[index] ?? '']] as const))
  return Object.fromEntries(kept.flatMap(([id, test]) => (test === undefined ? [] : [[id, test]])))
}

/** Equal faults of a file in the order of their lines. */
function byText(faults: readonly Fault[]): Map<string, string[]> {
  const ids = new Map<string, string[]>()
  for (const { id, file, mutator, original, replacement } of faults) {
    const text = JSON.stringify([file, mutator, original, replacement])
    ids.set(text, [...(ids.get(text) ?? []), id])
  }
  return ids
}
