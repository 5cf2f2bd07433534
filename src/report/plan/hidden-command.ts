import type { Pseudonyms } from '../../estimate/pseudonyms.ts'
import { decidingKinds } from '../../model/deciding-kinds.ts'
import { shellWord } from '../../rollout/shell-word.ts'

/** Options whose value is a word of its own, by what the value is. */
const options: Readonly<Record<string, 'namespace' | 'file' | 'selector' | 'ours'>> = {
  '-n': 'namespace',
  '-f': 'file',
  '-k': 'file',
  '--patch-file': 'file',
  '-l': 'selector',
  '-o': 'ours',
  '--type': 'ours',
  '--version': 'ours',
}

/** Types that are written without their group, of which everybody has some. */
const publicTypes = new Set([
  ...decidingKinds.map((kind) => kind.toLowerCase()),
  ...'application crd cronjob daemonset deployment job namespace pod pods replicaset replicationcontroller service serviceaccount statefulset'.split(
    ' ',
  ),
])

/** Verbs of kubectl whose first word may be a type alone: `get crd NAME`, `label namespace NAME KEY-`. */
const takesType = new Set(['get', 'label', 'delete', 'wait'])

/**
 * A command with pseudonyms, word by word, by what each place of a command takes: what kubectl, the shell and this program call things stays. A namespace may
 * be called `rollout`, and replaced in `rollout status` its pseudonym would say so.
 */
export function hiddenCommand(command: string, names: Pseudonyms, fileOf: (path: string) => string): string {
  const [run, ...comments] = command.split(' # ')
  const commands = run!.split(/( \|\|? )/).map((part, index) => (index % 2 === 1 ? part : hiddenWords(part, names, fileOf)))
  return [commands.join(''), ...comments.map((text) => hiddenComment(text, names))].join(' # ')
}

function hiddenWords(command: string, names: Pseudonyms, fileOf: (path: string) => string): string {
  const words = command.match(/(?:'[^']*'|\\'|[^\s'])+/g) ?? []
  // Commands of other programs have no names of the input, but for the namespace of what they ask kubectl: `[ "$(kubectl -n istio-system get …)" -eq 3 ]`.
  if (words[0] !== 'kubectl')
    return command.replace(
      /(\bkubectl -n )('[^']*'|[^\s']+)/g,
      (_, before: string, word: string) => `${before}${shellWord(names.inText(unquoted(word)))}`,
    )
  const said: string[] = []
  let option: string | undefined
  let typed = false
  return words
    .map((word, index) => {
      const text = unquoted(word)
      const of = option === undefined ? undefined : options[option]
      option = undefined
      if (of !== undefined) return of === 'ours' ? word : shellWord(optionValue(of, text, names, fileOf))
      if (Object.hasOwn(options, text)) option = text
      if (text.startsWith('-')) return text.includes('/') ? flagIn(word, fileOf) : word
      if (index === 0) return word
      // After the program come its verb and, of `rollout`, what it does.
      if (said.length === 0 || (said.length === 1 && said[0] === 'rollout')) {
        said.push(text)
        return word
      }
      if (said[0] === 'label' && typed && said.length > 1) return text.endsWith('-') ? word : shellWord(names.inText(text))
      said.push(text)
      if (takesType.has(said[0]!) && !typed && !text.includes('/')) {
        typed = true
        return publicTypes.has(text) ? word : shellWord(names.inText(text))
      }
      return shellWord(objectIn(text, names))
    })
    .join(' ')
}

/** `--for=jsonpath='{.path}'=clusters/rollout/wave-01`, which names a folder. */
function flagIn(word: string, fileOf: (path: string) => string): string {
  const at = word.lastIndexOf('=') + 1
  return `${word.slice(0, at)}${shellWord(fileOf(unquoted(word.slice(at))))}`
}

function optionValue(of: 'namespace' | 'file' | 'selector', text: string, names: Pseudonyms, fileOf: (path: string) => string): string {
  if (of === 'file') return fileOf(text)
  return of === 'namespace'
    ? names.inText(text)
    : text
        .split(',')
        .map((part) => labelIn(part, names))
        .join(',')
}

/** `deployment/web`, or `virtualservice.v1.networking.istio.io/web`: a type that is not public is one of the user's own. */
function objectIn(text: string, names: Pseudonyms): string {
  const [, type, version, group = '', name] = /^([a-z0-9-]+)(?:\.(v[a-z0-9]+)\.([a-z0-9.-]+))?\/(.+)$/.exec(text) ?? []
  if (type === undefined || name === undefined) return names.inText(text)
  const apiVersion = names.ofApiVersion(`${group}/${version}`)
  const isPublic = version === undefined ? publicTypes.has(type) : apiVersion === `${group}/${version}`
  const within = version === undefined ? '' : `.${version}.${apiVersion.slice(0, -version.length - 1)}`
  return `${isPublic ? type : 'kind'}${within}/${names.inText(name)}`
}

/** Keys that every mesh has stay: a value of one may be called the same. */
function labelIn(label: string, names: Pseudonyms): string {
  const at = label.indexOf('=')
  if (at < 0) return names.inText(label)
  const key = label.slice(0, at)
  return `${commonKeys.has(key) ? key : names.inText(key)}=${names.inText(label.slice(at + 1))}`
}

const commonKeys = new Set(['app', 'name', 'version', 'component', 'app.kubernetes.io/name', 'app.kubernetes.io/instance', 'k8s-app'])

/** A sentence of this program, which may name an object. */
function hiddenComment(text: string, names: Pseudonyms): string {
  return text
    .split(' ')
    .map((word) => (word.includes('/') ? shellWord(objectIn(unquoted(word), names)) : word))
    .join(' ')
}

function unquoted(word: string): string {
  return word.startsWith("'") ? word.slice(1, -1).replaceAll("'\\''", "'") : word
}
