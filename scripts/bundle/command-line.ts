import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type OutputChunk, rolldown } from 'rolldown'
import { licencesOf } from './licences.ts'

/**
 * Bundles the command line with all that it uses into a folder, which need not exist: an entry, `main.js`, and the parts that commands load
 * when they are named. Names of functions stay, for the stack of an internal error. The same sources give the same bytes.
 */
export async function bundleCommandLine(entry: string, folder: string): Promise<void> {
  const bundle = await rolldown({ input: { main: entry }, platform: 'node', logLevel: 'warn' })
  const { output } = await bundle.generate({
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    minify: { mangle: false, compress: true, codegen: true },
  })
  await bundle.close()
  const chunks = output.filter((file): file is OutputChunk => file.type === 'chunk')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const { fileName, code } of chunks) writeFileSync(join(folder, fileName), code)
  writeFileSync(join(folder, 'LICENCES.txt'), licencesOf(chunks.flatMap(({ moduleIds }) => moduleIds)))
}
