import { catalogue, definitionOf } from '../../diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../diagnostics/diagnostic.ts'
import { type PathStep, pathText, type SourceSpan } from '../../diagnostics/place.ts'
import { parseFile } from '../../manifest/parse-file.ts'
import type { ParsedDocument, ParsedFile } from '../../manifest/yaml/parsed-file.ts'
import { problemOf, spanIn } from '../../verify/lists/list-problem.ts'
import { isSuppressible, type Suppression } from '../../verify/lists/suppressions.ts'
import { suggestion } from '../process/suggestion.ts'
import type { Configuration, ConfiguredValue } from './configuration.ts'
import { configurationSchema, type OptionsOfCommands } from './schema.ts'
import { commandLineOnly } from './taken-options.ts'

type Values = Readonly<Record<string, unknown>>
type Read = Pick<Configuration, 'shared' | 'commands' | 'suppressions'>

/** Reads the text of a configuration file. Where anything in it is not valid there are only findings: half of it must not pass for the whole. */
export function readConfiguration(
  text: string,
  path: string,
  commands: OptionsOfCommands,
): { readonly read: Read } | { readonly diagnostics: readonly Diagnostic[] } {
  const { file, diagnostics } = parseFile(path, text)
  if (diagnostics.some(({ severity }) => severity === 'error')) return { diagnostics }
  const unreadable = (span: SourceSpan, problem: string) => ({
    diagnostics: [diagnose(catalogue.configurationUnreadable, span, { problem })],
  })
  const [document, second] = file.documents.filter(({ skipped }) => skipped !== 'empty')
  if (document === undefined) return { read: { shared: [], commands: new Map(), suppressions: [] } }
  if (second !== undefined) return unreadable(file.contentSpan(second.chunk), 'it has more than one document')
  if (!document.parses) return unreadable(file.contentSpan(document.chunk), 'it is a template')
  const result = configurationSchema(commands).safeParse(document.value)
  const at = (steps: readonly PathStep[], what?: 'name'): SourceSpan => spanIn(file, document, steps, what)
  if (!result.success) {
    const problems = result.error.issues.flatMap((issue) => problemsOf(issue, commands, file, document))
    if (typeof document.value !== 'object' || document.value === null || Array.isArray(document.value))
      return unreadable(at([]), 'it is not a map of options')
    return { diagnostics: problems }
  }
  const {
    commands: sections = {},
    suppress = [],
    ...shared
  } = result.data as Values & {
    readonly commands?: Readonly<Record<string, Values>>
    readonly suppress?: readonly Omit<Suppression, 'place'>[]
  }
  const wrong = suppress.flatMap(({ code }, index) => {
    const problem = codeProblem(code)
    const steps = ['suppress', index, 'code']
    return problem === undefined ? [] : [diagnose(catalogue.configurationInvalid, at(steps), { path: pathText(steps), problem })]
  })
  if (wrong.length > 0) return { diagnostics: wrong }
  const valuesIn = (values: Values, steps: readonly PathStep[]): ConfiguredValue[] =>
    Object.entries(values).map(([option, value]) => ({ option, value, span: at([...steps, option], 'name') }))
  return {
    read: {
      shared: valuesIn(shared, []),
      commands: new Map(Object.entries(sections).map(([name, values]) => [name, valuesIn(values, ['commands', name])])),
      suppressions: suppress.map((entry, index) => ({ ...entry, place: at(['suppress', index]) })),
    },
  }
}

type Issue = Parameters<typeof problemOf>[0]

function problemsOf(issue: Issue, commands: OptionsOfCommands, file: ParsedFile, document: ParsedDocument): Diagnostic[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)))
  const invalid = (steps: readonly PathStep[], problem: string, what?: 'name') =>
    diagnose(catalogue.configurationInvalid, spanIn(file, document, steps, what), { path: pathText(steps), problem })
  if (issue.code !== 'unrecognized_keys') return [invalid(path, problemOf(issue))]
  return issue.keys.map((name) => invalid([...path, name], unknownText(name, path, commands), 'name'))
}

/** Why a name is not taken where it stands, with the nearest one that is. */
function unknownText(name: string, path: readonly PathStep[], commands: OptionsOfCommands): string {
  if (commandLineOnly.has(name)) return 'is given on the command line only: a file never makes unsidecar write anything'
  const all = new Set([...commands.values()].flat().map((option) => option.name))
  const [section, command] = path
  if (section === 'suppress') return near(name, ['code', 'kind', 'namespace', 'name', 'field', 'reason', 'by', 'expires'])
  if (section === 'commands' && command === undefined) return near(name, commands.keys())
  if (section === 'commands' && all.has(name)) return `is not an option of \`${command}\``
  const own = section === 'commands' ? (commands.get(String(command)) ?? []).map((option) => option.name) : [...all, 'commands', 'suppress']
  if (section === undefined && commands.has(name)) return `is a command; its options stand under \`commands.${name}\``
  return near(name, own)
}

function near(name: string, names: Iterable<string>): string {
  const one = suggestion(name, names)
  return `is not known here${one === undefined ? '' : `; did you mean \`${one}\`?`}`
}

function codeProblem(code: string): string | undefined {
  const definition = definitionOf(code)
  if (definition === undefined) return `is not a code of a finding; \`unsidecar explain\` lists them`
  if (isSuppressible(definition)) return undefined
  return `is about what was not read or what comparing found, and such a finding is never hidden`
}
