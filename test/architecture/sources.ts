import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compareText } from '../../src/diagnostics/place.ts'

/** A TypeScript file of the project; `path` is from the root, with `/`. */
export interface SourceFile {
  readonly path: string
  readonly text: string
  /** Module specifiers of its static imports and re-exports. */
  readonly imports: readonly string[]
  /** Those of them that are there at run time: not of `import type`, and not where each name is marked `type`. */
  readonly valueImports: readonly string[]
}

const importPattern = /^(?:import|export)\b[^'"]*?from\s*['"]([^'"]+)['"]|^import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm

/** Every .ts file below some folders, sorted by path. */
export function sourcesIn(...folders: readonly string[]): SourceFile[] {
  return folders
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
        .map((entry) => join(entry.parentPath, entry.name).replaceAll('\\', '/')),
    )
    .sort(compareText)
    .map((path) => {
      const text = readFileSync(path, 'utf8')
      const imports = isGeneratedData(path) ? [] : [...text.matchAll(importPattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? '')
      return { path, text, imports, valueImports: isGeneratedData(path) ? [] : valueImportsOf(text) }
    })
}

/** `import { type Mesh } from './mesh.ts'` is none, `import { type Mesh, meshOf } from './mesh.ts'` is one. */
function valueImportsOf(text: string): string[] {
  const statements = text.matchAll(/^(?:import|export)\s+(?!type\b)(?:([^'";]*?)\s*from\s*)?['"]([^'"]+)['"]/gm)
  return [...statements].flatMap(([, names, specifier = '']) => {
    const list = /^\{([^}]*)\}$/
      .exec(names?.trim() ?? '')?.[1]
      ?.split(',')
      .map((name) => name.trim())
    const onlyTypes = list?.every((name) => name === '' || name.startsWith('type ')) === true
    return onlyTypes ? [] : [specifier]
  })
}

export function isGenerated(path: string): boolean {
  return path.startsWith('src/crd/generated/')
}

function isGeneratedData(path: string): boolean {
  return isGenerated(path) && !path.startsWith('src/crd/generated/types/')
}

/** The file that a relative specifier names, from the root. */
export function resolved(from: string, specifier: string): string {
  return join(from, '..', specifier).replaceAll('\\', '/')
}
