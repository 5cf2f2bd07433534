import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** The package as `npm pack` makes it, unpacked where a project would have it, with what it depends on and nothing else. */
export interface Packed {
  /** A project that has the package in its `node_modules`. */
  readonly project: string
  readonly package: string
  /** The paths in it. */
  readonly files: readonly string[]
}

/** Packs what was built; where nothing was, it is built first. */
export function packed(): Packed {
  if (!existsSync('dist/src/index.js')) execFileSync('npm', ['run', 'build', '--silent'], { stdio: 'inherit' })
  const project = mkdtempSync(join(tmpdir(), 'unsidecar-packed-'))
  const said = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', project], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [{ filename }] = JSON.parse(said) as [{ filename: string }]
  const modules = join(project, 'node_modules')
  mkdirSync(modules)
  execFileSync('tar', ['-xzf', join(project, filename), '-C', modules])
  execFileSync('mv', [join(modules, 'package'), join(modules, 'unsidecar')])
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> }
  for (const name of withTheirOwn(Object.keys(dependencies))) symlinkSync(resolve('node_modules', name), join(modules, name))
  const folder = join(modules, 'unsidecar')
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return { project, package: folder, files: files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort() }
}

/** What some packages depend on, themselves included. */
function withTheirOwn(names: readonly string[], known = new Set<string>()): ReadonlySet<string> {
  for (const name of names) {
    if (known.has(name)) continue
    known.add(name)
    const { dependencies = {} } = JSON.parse(readFileSync(join('node_modules', name, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>
    }
    withTheirOwn(Object.keys(dependencies), known)
  }
  return known
}
