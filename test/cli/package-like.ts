import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { bundleCommandLine } from '../../scripts/bundle/command-line.ts'

/** Puts the command line into a folder as a package has it, bundled from the sources as they are now, and returns the path of its binary. */
export async function packageLike(folder: string): Promise<string> {
  for (const part of ['bin', 'package.json']) cpSync(part, join(folder, part), { recursive: true })
  await bundleCommandLine('src/cli/main.ts', join(folder, 'dist/cli'))
  return join(folder, 'bin/unsidecar.js')
}
