import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

/* Removes from dist the declarations that the types of the library do not lead to: the package has what is used. Part of `npm run build`. */

const used = new Set<string>()

function visit(path: string): void {
  if (used.has(path)) return
  used.add(path)
  for (const [, next = ''] of readFileSync(path, 'utf8').matchAll(/(?:\bfrom|\bimport)\s*\(?\s*["'](\.[^"']+)["']/g))
    visit(join(dirname(path), `${next.replace(/\.(?:ts|js)$/, '')}.d.ts`))
}

visit('dist/src/index.d.ts')
for (const folder of ['dist/src', 'dist/translators'])
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name)
    if (path.endsWith('.d.ts') && !used.has(path)) rmSync(path)
  }
