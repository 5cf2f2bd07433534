import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished, vi } from 'vitest'
import { main } from '../../src/cli/main.ts'

export interface CliResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command line in this process, with both streams caught. */
export async function runCli(...args: string[]): Promise<CliResult> {
  const caught = { stdout: '', stderr: '' }
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((chunk, encoding, done) => {
      caught[name] += String(chunk)
      const callback = typeof encoding === 'function' ? encoding : done
      callback?.()
      return true
    }),
  )
  try {
    return { code: await main(args), ...caught }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}

/** A folder of its own that is the current one while the test runs; `example` is copied into it. */
export function workIn(example?: string): string {
  const before = process.cwd()
  const folder = mkdtempSync(join(tmpdir(), 'unsidecar-cli-'))
  if (example !== undefined) cpSync(join(before, 'examples', example), join(folder, example), { recursive: true })
  process.chdir(folder)
  onTestFinished(() => {
    process.chdir(before)
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

/** All files below a folder, by their path in it; hidden ones are left out. */
export function filesBelow(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map((entry) =>
    join(entry.parentPath, entry.name)
      .slice(folder.length + 1)
      .replaceAll('\\', '/'),
  )
  const visible = paths.filter((path) => !path.split('/').some((name) => name.startsWith('.'))).sort()
  return Object.fromEntries(visible.map((path) => [path, readFileSync(join(folder, path), 'utf8')]))
}
