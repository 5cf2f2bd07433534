import { readFileSync } from 'node:fs'

/** The release, as package.json says it. */
export function packageVersion(): string {
  // From src/cli in the sources, from dist/src/cli when built.
  for (const path of ['../../package.json', '../../../package.json']) {
    try {
      return (JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as { version: string }).version
    } catch {
      // Tried at the other place.
    }
  }
  return 'unknown'
}
