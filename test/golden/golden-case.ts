import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import { compareText } from '../../src/diagnostics/place.ts'
import type { InputFile } from '../../src/manifest/input-file.ts'
import { assumptions, defaultOptions } from '../../src/model/dialect.ts'
import type { TranslationRequest } from '../../src/translation.ts'
import { defaultTarget, type TargetName, targetNames } from '../../translators/index.ts'
import { readFolder } from './folder.ts'

const target = z.enum(targetNames)

/** The form of `case.yaml`; an unknown key is an error, so that a misspelt option cannot make a case say nothing. */
const form = z.strictObject({
  /** One sentence: what the case shows. */
  why: z.string().min(10).max(240),
  target: target.optional(),
  targets: z.array(target).min(2).optional(),
  options: z
    .strictObject({
      routes: z.enum(['auto', 'httproute', 'virtualservice']).optional(),
      waypoints: z.enum(['namespace', 'service']).optional(),
      assume: z.array(z.enum(assumptions)).optional(),
      regexSize: z.number().int().optional(),
      failOpen: z.literal(true).optional(),
      namespace: z.string().optional(),
      versions: z
        .strictObject({
          istio: z.string().optional(),
          gatewayApi: z.string().optional(),
          gatewayApiChannel: z.enum(['standard', 'experimental']).optional(),
          cilium: z.string().optional(),
        })
        .optional(),
    })
    .optional(),
  /** Also writes the fate of every leaf. */
  fates: z.boolean().optional(),
  /** Also writes what the output needs of the cluster, and the commands that bring it there. */
  steps: z.boolean().optional(),
  /** The reason why converting the output again changes something; without one it must change nothing. */
  notIdempotent: z.string().min(10).optional(),
})

/** One folder of `golden/`: `<area>/<case>` with `case.yaml`, `input/` and `expected/`. */
export interface GoldenCase {
  /** `<area>/<case>` */
  readonly name: string
  readonly folder: string
  readonly why: string
  readonly targets: readonly TargetName[]
  readonly fates: boolean
  readonly steps: boolean
  readonly notIdempotent?: string
  readonly input: readonly InputFile[]
  request(target: TargetName): TranslationRequest
}

export const goldenRoot = 'golden'

/** Every case, sorted by name. A case.yaml that cannot be read is left out: `brokenCases` says which. */
export function goldenCases(root: string = goldenRoot): GoldenCase[] {
  return caseFolders(root).flatMap((folder) => {
    const read = readCase(root, folder)
    return typeof read === 'string' ? [] : [read]
  })
}

/** What is wrong with each case.yaml that cannot be read. */
export function brokenCases(root: string = goldenRoot): string[] {
  return caseFolders(root).flatMap((folder) => {
    const read = readCase(root, folder)
    return typeof read === 'string' ? [read] : []
  })
}

function caseFolders(root: string): string[] {
  if (!existsSync(root)) return []
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === 'case.yaml')
    .map((entry) => entry.parentPath)
    .sort(compareText)
}

/** Folders below an area that have no `case.yaml`: a case that nothing runs. */
export function foldersWithoutCase(root: string = goldenRoot): string[] {
  if (!existsSync(root)) return []
  const folders = (path: string) => readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return folders(root)
    .flatMap((area) => folders(join(root, area.name)).map((entry) => join(root, area.name, entry.name)))
    .filter((folder) => !existsSync(join(folder, 'case.yaml')))
    .sort(compareText)
}

function readCase(root: string, folder: string): GoldenCase | string {
  const name = relative(root, folder).replaceAll('\\', '/')
  const document = parseDocument(readFileSync(join(folder, 'case.yaml'), 'utf8'))
  const [syntax] = document.errors
  if (syntax !== undefined) return `${name}/case.yaml: ${syntax.message}`
  const parsed = form.safeParse(document.toJS())
  if (!parsed.success) return `${name}/case.yaml: ${z.prettifyError(parsed.error)}`
  if (name.split('/').length !== 2) return `${name}: a case is golden/<area>/<case>/case.yaml`
  const { why, target: one = defaultTarget, targets = [one], options = {}, fates = false, steps = false, notIdempotent } = parsed.data
  const { namespace, versions, ...rest } = options
  return {
    name,
    folder,
    why,
    targets,
    fates,
    steps,
    ...(notIdempotent === undefined ? {} : { notIdempotent }),
    input: [...readFolder(join(folder, 'input'))].map(([path, text]) => ({ path, text })),
    request: (name) => ({
      target: name,
      options: { ...defined(rest), versions: { ...defaultOptions.versions, ...defined(versions ?? {}) } },
      ...(namespace === undefined ? {} : { defaultNamespace: namespace }),
    }),
  }
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/** Without the keys whose value is undefined. */
function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Defined<T>
}
