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
  const files = filesToFault().map((name) => ({ name, content: readFileSync(name, 'utf8'), mutate: true }))
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
  writeFileSync(`${folder}/progress.json`, JSON.stringify({ killed: {}, reached: {}, static: {} } satisfies Progress))
  const texts = new Map(result.files.map(({ name, content }) => [resolve(name), content]))
  return { name: 'faults', enforce: 'pre', load: (id) => texts.get(id) }
}
