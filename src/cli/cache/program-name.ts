import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageVersion } from '../process/package-version.ts'

/** A name for the program that runs: its release, and a digest of its files, because two builds may have one release. */
export function programName(): string {
  const folder = dirname(fileURLToPath(import.meta.url))
  const digest = createHash('sha256')
  for (const file of readdirSync(folder).sort()) if (/\.[jt]s$/.test(file)) digest.update(readFileSync(join(folder, file)))
  return `${packageVersion()} ${digest.digest('hex')}`
}
