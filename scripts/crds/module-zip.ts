import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'

/** The files of a released Go module, from the zip that `go` downloads and checks against the checksum database. */
export interface ModuleZip {
  /** The files below a path, or the file of that path, sorted. */
  readonly files: (path: string) => string[]
  readonly read: (path: string) => string
}

/** Downloads a Go module; needs `go`, `unzip`, and the network unless the module is in Go's cache. */
export function moduleZip(module: string, version: string): ModuleZip {
  const zip = downloaded(module, version)
  const root = `${module}@${version}/`
  const names = unzip('-Z1', zip).split('\n')
  return {
    files: (path) =>
      names
        .filter((name) => name === root + path || name.startsWith(`${root}${path}/`))
        .map((name) => name.slice(root.length))
        .sort(),
    read: (path) => unzip('-p', zip, root + path),
  }
}

/**
 * `go mod download` writes the zip and then looks at the module's own `go` directive: Gateway API 1.7.0 wants Go 1.27, so an older
 * `go` fails after the download. The zip is there and checked all the same, and nothing of it is compiled.
 */
function downloaded(module: string, version: string): string {
  let answer: string
  try {
    answer = execFileSync('go', ['mod', 'download', '-json', `${module}@${version}`], { cwd: tmpdir(), encoding: 'utf8' })
  } catch (error) {
    answer = String((error as { stdout?: unknown }).stdout ?? '')
    if (answer === '') throw error
  }
  const { Zip, Error: message } = JSON.parse(answer) as { Zip?: string; Error?: string }
  if (Zip === undefined) throw new Error(`${module}@${version}: ${message ?? '`go mod download` names no zip'}`)
  return Zip
}

function unzip(...parameters: string[]): string {
  return execFileSync('unzip', parameters, { encoding: 'utf8', maxBuffer: 1 << 28 })
}
