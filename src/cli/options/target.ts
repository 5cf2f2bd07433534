import type { Argv } from 'yargs'
import { type TargetName, targetNames, targets } from '../../../translators/index.ts'
import { type Assumption, assumptions, defaultOptions, type EmitOptions, newerThanKnown, type TargetVersions } from '../../model/dialect.ts'
import { UsageError } from '../process/errors.ts'

export interface VersionArguments {
  readonly 'istio-version': string
  readonly 'gateway-api-version': string
  readonly 'gateway-api-channel': 'standard' | 'experimental'
  readonly 'cilium-version': string
}

export interface TargetArguments extends VersionArguments {
  readonly to: TargetName
  readonly waypoints: EmitOptions['waypoints']
  readonly routes: EmitOptions['routes']
  readonly assume: Assumption[]
  readonly 'regex-size'?: number
  readonly 'allow-fail-open'?: boolean
}

const version = (value: string): string => {
  if (!/^\d+\.\d+(\.\d+)?([-+].*)?$/.test(value)) throw new Error(`\`${value}\` is not a version such as 1.32`)
  return value
}

/** Versions are input: what a target can express depends on them. */
export function versionOptions<T>(yargs: Argv<T>): Argv<T & VersionArguments> {
  const { versions } = defaultOptions
  const group = 'Versions:'
  return yargs
    .option('istio-version', { type: 'string', default: versions.istio, coerce: version, group, describe: 'Istio of the target mesh' })
    .option('gateway-api-version', {
      type: 'string',
      default: versions.gatewayApi,
      coerce: version,
      group,
      describe: 'installed Gateway API CRDs',
    })
    .option('gateway-api-channel', {
      choices: ['standard', 'experimental'] as const,
      default: versions.gatewayApiChannel,
      group,
      describe: 'channel of the CRDs',
    })
    .option('cilium-version', {
      type: 'string',
      default: versions.cilium,
      coerce: version,
      group,
      describe: 'Cilium of the target cluster',
    })
    .check((args) => {
      const [newer] = newerThanKnown(versionsOf(args), (args as { assume?: Assumption[] }).assume ?? [])
      if (newer === undefined) return true
      const { project, asked, newest } = newer
      throw new UsageError(
        `${project} ${asked} is newer than ${newest}, the newest that is known; \`--assume newest-known\` takes it for that one`,
      )
    })
}

export function targetOption<T>(yargs: Argv<T>, fallback?: TargetName): Argv<T & { to: TargetName }> {
  const shared = { choices: targetNames, describe: 'what to translate to' }
  return (
    fallback === undefined ? yargs.option('to', { ...shared, demandOption: true }) : yargs.option('to', { ...shared, default: fallback })
  ) as Argv<T & { to: TargetName }>
}

export function translationOptions<T>(yargs: Argv<T>): Argv<T & Omit<TargetArguments, 'to'>> {
  const group = 'Translation:'
  return versionOptions(yargs)
    .option('waypoints', {
      choices: ['namespace', 'service'] as const,
      default: defaultOptions.waypoints,
      group,
      describe: 'one waypoint for each namespace, or for each Service that needs one',
    })
    .option('routes', {
      choices: ['auto', 'httproute', 'virtualservice'] as const,
      default: defaultOptions.routes,
      group,
      describe: 'what mesh routes become',
    })
    .option('regex-size', {
      type: 'number',
      group,
      describe: "instructions that Envoy takes for one pattern of Cilium's policies, where its limit of 100 was raised",
      coerce: (size: number | undefined) => {
        if (size === undefined || (Number.isInteger(size) && size > 0)) return size
        throw new UsageError('--regex-size needs a whole number above 0')
      },
    })
    .option('allow-fail-open', {
      type: 'boolean',
      default: false,
      group,
      describe: 'to Cilium: checks tokens, asks authorizers and limits requests at the nodes of clients, and names what bypasses that',
    })
    .option('assume', {
      choices: assumptions,
      array: true,
      nargs: 1,
      default: [] as Assumption[],
      group,
      describe: 'a fact that you vouch for; may be repeated, or have commas',
      coerce: (names: string[]) => names.flatMap((name) => name.split(',')),
    })
    .check((args) => {
      requireFailOpenTaken(args as FailOpenArguments)
      return true
    }) as unknown as Argv<T & Omit<TargetArguments, 'to'>>
}

interface FailOpenArguments {
  readonly 'allow-fail-open': boolean
  readonly to?: TargetName | readonly TargetName[] | undefined
  readonly against?: readonly string[] | undefined
}

/** What lets more in is only taken where it does so: a run that ignores it would be read as one that allowed it. */
function requireFailOpenTaken({ 'allow-fail-open': asked, to, against }: FailOpenArguments): void {
  const named = [to ?? []].flat()
  const taking = targetNames.filter((name) => targets[name].options.includes('failOpen'))
  if (!asked || (named.length === 0 && against === undefined) || named.some((name) => taking.includes(name))) return
  const other = named.length === 0 ? '--against' : named.map((name) => `--to ${name}`).join(' ')
  throw new UsageError(`--allow-fail-open needs ${taking.map((name) => `--to ${name}`).join(' or ')}; with ${other} it would do nothing`)
}

export function versionsOf(args: VersionArguments): TargetVersions {
  return {
    istio: args['istio-version'],
    gatewayApi: args['gateway-api-version'],
    gatewayApiChannel: args['gateway-api-channel'],
    cilium: args['cilium-version'],
  }
}

export function emitOptionsOf(args: Omit<TargetArguments, 'to'>): EmitOptions {
  return {
    versions: versionsOf(args),
    waypoints: args.waypoints,
    routes: args.routes,
    assume: [...new Set(args.assume)].sort(),
    ...(args['regex-size'] === undefined ? {} : { regexSize: args['regex-size'] }),
    ...(args['allow-fail-open'] === true ? { failOpen: true } : {}),
  }
}
