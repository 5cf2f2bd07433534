import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { estimateReportSchema, translationReportSchema, verifyReportSchema } from '../../src/index.ts'
import { diffFormats } from '../../src/report/diff/index.ts'
import { estimateFormats } from '../../src/report/estimate/index.ts'
import { translationFormats } from '../../src/report/translation/index.ts'
import { verifyFormats } from '../../src/report/verify/index.ts'
import { runCli, workIn } from '../cli/run-cli.ts'
import { fourMeshes, type ReportedMesh, withTraffic } from './four-meshes.ts'
import { junitProblems } from './results/junit-schema.ts'

/**
 * Every format of the four reports on four meshes. What they print is in `test/report/formats`, written by `UPDATE_GOLDEN=1` and read by people; of the
 * large mesh only what people read, and the digests of the rest: a page for 130 namespaces is not read in a repository.
 */
const folder = resolve('test/report/formats')

interface Subject {
  readonly command: string
  /** What the files of its reports are called. */
  readonly file: string
  readonly formats: readonly string[]
  readonly args: (mesh: ReportedMesh) => readonly string[]
  /** Exit codes by mesh. */
  readonly codes: Readonly<Record<string, number>>
  /** The formats of the large mesh that are compared with a file. */
  readonly read: readonly string[]
}

const subjects: readonly Subject[] = [
  {
    command: 'diff',
    file: 'review',
    formats: Object.keys(diffFormats),
    // What changes is long; what is compared is of `verify`.
    args: ({ name, sides }) => (name === 'large' ? [...sides, '--no-verify'] : sides),
    codes: { clean: 1, refusals: 1, wider: 1, large: 1, traffic: 1 },
    read: ['markdown', 'github'],
  },
  {
    command: 'verify',
    file: 'verify',
    formats: Object.keys(verifyFormats),
    args: ({ sides }) => sides,
    codes: { clean: 0, refusals: 0, wider: 1, large: 0 },
    read: ['github'],
  },
  {
    command: 'convert',
    file: 'convert',
    formats: Object.keys(translationFormats),
    args: ({ input }) => input,
    codes: { clean: 0, refusals: 1, wider: 1, large: 0 },
    read: ['github'],
  },
  {
    command: 'estimate',
    file: 'estimate',
    formats: Object.keys(estimateFormats),
    args: ({ input }) => input,
    codes: { clean: 0, refusals: 0, wider: 0, large: 0 },
    read: ['github'],
  },
]

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

for (const mesh of fourMeshes)
  for (const subject of subjects)
    describe(`${subject.command} of a mesh that is ${mesh.name}`, () => {
      const { formats, file } = subject
      const printed: Record<string, string> = {}

      test(`is printed in every format: ${formats.join(', ')}`, async () => {
        Object.assign(printed, await reportsOf(subject, mesh, formats))
        const kept = mesh.name === 'large' ? subject.read : formats
        for (const format of kept) sameAsFile(join(folder, mesh.name, `${file}.${format}`), withoutAssets(printed[format]!))
        const expected = kept.map((format) => `${file}.${format}`)
        if (mesh.name === 'large') {
          const digests = formats.map(
            (format) => `${createHash('sha256').update(withoutAssets(printed[format]!)).digest('hex')}  ${format}\n`,
          )
          sameAsFile(join(folder, mesh.name, `${file}.sha256`), digests.join(''))
          expected.push(`${file}.sha256`)
        }
        expect(filesOf(mesh, file)).toEqual(expected.sort())
      })

      test('is valid SARIF, JUnit and JSON', () => {
        const log = JSON.parse(printed.sarif!) as object
        expect(acceptsSarif(log), JSON.stringify(acceptsSarif.errors?.slice(0, 3))).toBe(true)
        expect(junitProblems(printed.junit!)).toEqual([])
        const schema = subject.command === 'diff' && mesh.sides.includes('--against') ? verifyReportSchema : schemas[subject.command]!
        const report: unknown = JSON.parse(printed.json!)
        // Equal: parsing leaves out what the schema does not have.
        expect(schema.parse(report)).toEqual(report)
      })

      test('is a comment below 60 KB with a marker and a first screen of 15 lines', () => {
        expect(Buffer.byteLength(printed.markdown!)).toBeLessThan(60_000)
        expect(printed.markdown).toMatch(/^<!-- unsidecar: [a-z]+ -->\n/)
        const screen = printed
          .markdown!.split(/\n(?:####? |<details)/)[0]!
          .trimEnd()
          .split('\n')
        expect(screen.length).toBeLessThanOrEqual(15)
      })

      test('annotates at most ten lines of each level', () => {
        for (const level of ['error', 'warning', 'notice'])
          expect(printed.github!.match(new RegExp(`^::${level} `, 'gm'))?.length ?? 0).toBeLessThanOrEqual(10)
      })

      test('is a page that loads nothing', () => {
        expect(printed.html).toMatch(/^<!doctype html>/)
        expect(printed.html!.replace(/<pre[\s\S]*?<\/pre>/g, '')).not.toMatch(/<(?:link|img|iframe|script src)|@import|url\(/)
      })
    })

test('of the large mesh a comment would be ten times too long', async () => {
  const [large] = fourMeshes.filter(({ name }) => name === 'large')
  const { patch, markdown } = await reportsOf(subjects[0]!, large!, ['patch', 'markdown'])
  expect(Buffer.byteLength(patch!)).toBeGreaterThan(600_000)
  expect(markdown).toMatch(/^_\d+ more files left out for length/m)
})

test('a review with traffic that was seen', async () => {
  const formats = ['text', 'markdown', 'json', 'html']
  const printed = await reportsOf(subjects[0]!, withTraffic, formats)
  for (const format of formats) sameAsFile(join(folder, 'traffic', `review.${format}`), withoutAssets(printed[format]!))
})

async function reportsOf(subject: Subject, mesh: ReportedMesh, formats: readonly string[]): Promise<Record<string, string>> {
  workIn()
  mesh.lay()
  if (subject.command === 'convert' || subject.command === 'estimate') mesh.spoil?.()
  // A decision record has the day.
  vi.stubEnv('SOURCE_DATE_EPOCH', '1793145600')
  const files = formats.flatMap((format) => ['--report', `${format}=out/report.${format}`])
  mkdirSync('out')
  const quiet = subject.command === 'convert' ? ['-d', 'written'] : []
  const { code, stderr } = await runCli(subject.command, ...subject.args(mesh), '-q', ...quiet, ...files)
  expect(code, stderr).toBe(subject.codes[mesh.name])
  return Object.fromEntries(formats.map((format) => [format, readFileSync(`out/report.${format}`, 'utf8')]))
}

function filesOf({ name }: ReportedMesh, file: string): string[] {
  const own = existsSync(join(folder, name)) ? readdirSync(join(folder, name)) : []
  return own.filter((one) => one.startsWith(`${file}.`)).sort()
}

function sameAsFile(path: string, text: string): void {
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, text)
  }
  expect(text, path).toBe(readFileSync(path, 'utf8'))
}

/** A page without its style and script, which are the same on each. */
function withoutAssets(text: string): string {
  return text.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '<$1></$1>')
}

const schemas: Readonly<Record<string, { parse: (value: unknown) => unknown }>> = {
  diff: translationReportSchema,
  verify: verifyReportSchema,
  convert: translationReportSchema,
  estimate: estimateReportSchema,
}

// The schema of the standard, as @microsoft/jest-sarif ships it (MIT), of draft 4.
const {
  $schema: _,
  id: __,
  ...schema
} = JSON.parse(readFileSync('node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json', 'utf8')) as Record<string, unknown>
const ajv = new Ajv2020({ strict: false, allErrors: true, unicodeRegExp: false })
addFormats.default(ajv)
const acceptsSarif = ajv.compile(schema)
