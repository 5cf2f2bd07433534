import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Packed, packed } from './packed.ts'

let one: Packed

beforeAll(() => {
  one = packed()
}, 180_000)

afterAll(() => rmSync(one.project, { recursive: true, force: true }))

const textOf = (path: string): string => readFileSync(join(one.package, path), 'utf8')

/** The files that the library loads or declares, from its entry on: those that the package has, and those that it lacks. */
function reachable(): { readonly there: ReadonlySet<string>; readonly lacking: ReadonlySet<string> } {
  const seen = new Set<string>()
  const lacking = new Set<string>()
  const visit = (path: string): void => {
    if (seen.has(path)) return
    if (!existsSync(join(one.package, path))) {
      lacking.add(path)
      return
    }
    seen.add(path)
    for (const [, next = ''] of textOf(path).matchAll(/(?:\bfrom|\bimport)\s*\(?\s*["'](\.[^"']+)["']/g)) {
      // Declarations name sources; the compiler looks for the declaration of the same name.
      const target = join(dirname(path), next).replace(/\.(?:ts|js)$/, '')
      visit(path.endsWith('.d.ts') ? `${target}.d.ts` : `${target}.js`)
    }
  }
  visit('dist/src/index.js')
  visit('dist/src/index.d.ts')
  return { there: seen, lacking }
}

describe('the package', () => {
  test('has no code and no declaration that nothing in it uses', () => {
    const { there, lacking } = reachable()
    expect([...lacking]).toEqual([])
    const code = one.files.filter((path) => /^dist\/(?!cli\/).*\.js$/.test(path) && /\S/.test(textOf(path).replace(/export \{\};?/g, '')))
    expect(code.length).toBeGreaterThan(500)
    expect(code.filter((path) => !there.has(path))).toEqual([])
    expect(one.files.filter((path) => path.endsWith('.d.ts') && !there.has(path))).toEqual([])
    expect(one.files.filter((path) => /^(?:test|golden|docs|findings|scripts|bench|src)\/|^dist\/(?:bench|scripts)\//.test(path))).toEqual(
      [],
    )
  })

  test('has what its documents link to', () => {
    const pages = one.files.filter((path) => path.endsWith('.md'))
    expect(pages).toContain('README.md')
    const links = pages.flatMap((page) =>
      [...textOf(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => join(dirname(page), link)),
    )
    expect(links.filter((link) => !existsSync(join(one.package, link)))).toEqual([])
  })

  test('has the examples that the README runs, and the command line runs on them without any other package', () => {
    const folder = mkdtempSync(join(tmpdir(), 'unsidecar-alone-'))
    for (const part of ['package.json', 'bin', 'dist/cli']) cpSync(join(one.package, part), join(folder, part), { recursive: true })
    const args = [join(folder, 'bin/unsidecar.js'), 'convert', join(one.package, 'examples/l4'), '--to', 'ambient', '-q']
    expect(execFileSync(process.execPath, args, { encoding: 'utf8' })).toContain('istio.io/dataplane-mode: ambient')
    rmSync(folder, { recursive: true })
  })

  test('says what it is about, and exports the schemas of its reports', () => {
    const { keywords, exports } = JSON.parse(textOf('package.json')) as { keywords: string[]; exports: Record<string, unknown> }
    expect(keywords).toContain('istio')
    expect(exports).toHaveProperty(['./schemas/*.json'])
    const script = `import { createRequire } from 'node:module'
      console.log(createRequire(import.meta.url)('unsidecar/schemas/verify.v1.json').title)`
    writeFileSync(join(one.project, 'schema.mjs'), script)
    expect(execFileSync(process.execPath, ['schema.mjs'], { cwd: one.project, encoding: 'utf8' })).toContain('What two meshes decide')
  })
})

describe('the example of the library', () => {
  test('compiles against the package and reviews a change', () => {
    cpSync('examples/library', join(one.project, 'bot'), { recursive: true })
    execFileSync(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', 'bot'], { cwd: one.project, encoding: 'utf8' })
    writeFileSync(join(one.project, 'bot/run.mjs'), run)
    const answer = JSON.parse(
      execFileSync(process.execPath, ['bot/run.mjs', resolve('examples')], { cwd: one.project, encoding: 'utf8' }),
    ) as Record<'comment' | 'sarif' | 'move' | 'walk', string> & { stops: boolean; quiet: boolean }
    expect(answer.stops).toBe(true)
    expect(answer.comment).toMatch(/^<!-- unsidecar: review -->/)
    expect(answer.comment).toContain('wider')
    expect(JSON.parse(answer.sarif)).toMatchObject({ version: '2.1.0' })
    // Both wider differences are accepted, and what is expected holds no more.
    expect(answer.quiet).toBe(false)
    expect(answer.move).toContain('moves to ambient: namespace storage')
    expect(answer.walk).toMatch(/^Before\n[\s\S]*^After\n/m)
  })
})

const run = `import { readFileSync } from 'node:fs'
import { explainRequest, reviewChange, reviewMove } from './out/review-bot.js'
const read = (path) => [{ path: 'shop.yaml', text: readFileSync(process.argv[2] + '/' + path, 'utf8') }]
const [before, after] = [read('by-hand/before/shop.yaml'), read('by-hand/after/shop.yaml')]
const none = { accept: 'accept: []', expect: 'requests: []', today: '2026-01-31' }
const answer = reviewChange(before, after, none)
const accept = 'accept:\\n' + ['1ti5wat4rv1', '0l0is5ojnxb'].map((witness) => '  - {witness: ' + witness + ', reason: known, expires: 2026-12-31}\\n').join('')
const known = reviewChange(before, after, { ...none, accept })
const expecting = 'requests: [{name: web reads carts, from: shop/web, to: {service: "shop/cart:80"}, before: denied, after: allowed}]'
const expected = reviewChange(before, after, { ...none, accept, expect: expecting })
if (known.stops) throw new Error('accepted differences stop nothing')
console.log(JSON.stringify({ ...answer, quiet: !expected.stops, move: reviewMove(read('l4/mesh.yaml')), walk: explainRequest(before, after, 'shop/web', 'shop/cart:80') }))
`
