import type { CommandEntry } from '../run.ts'

/**
 * The commands, in the order of the help. What a command does is loaded when the command line names it: `--version`, `--help` and `explain`
 * do not wait for the translators.
 */
export const commands: readonly CommandEntry[] = [
  {
    name: 'convert',
    command: 'convert [paths..]',
    describe: 'translate manifests; prints one YAML stream, or writes a tree that mirrors the input',
    load: async () => (await import('./convert.ts')).convertCommand,
  },
  {
    name: 'diff',
    command: 'diff [paths..]',
    describe: 'review what convert would change, or a change of manifests: what it means, then what it changes; writes nothing',
    load: async () => (await import('./diff.ts')).diffCommand,
  },
  {
    name: 'verify',
    command: 'verify [paths..]',
    describe: 'compare what two meshes decide: the input and its conversion, or two sets of manifests',
    load: async () => (await import('./verify.ts')).verifyCommand,
  },
  {
    name: 'merge',
    command: 'merge [shares..]',
    describe: 'put the shares of `verify --shard` together: the report that verify would have printed',
    load: async () => (await import('./merge.ts')).mergeCommand,
  },
  {
    name: 'trace',
    command: 'trace [paths..]',
    describe: 'decide one request and print its walk: each point that it meets, what it sees and which rule decides',
    load: async () => (await import('./trace.ts')).traceCommand,
  },
  {
    name: 'estimate',
    command: 'estimate [paths..]',
    describe: 'what can move, which decisions hold up the rest, and an inventory',
    load: async () => (await import('./estimate.ts')).estimateCommand,
  },
  {
    name: 'plan',
    command: 'plan [paths..]',
    describe: 'in which order to roll a conversion out: waves of namespaces, their steps, checks between them and the way back',
    load: async () => (await import('./plan.ts')).planCommand,
  },
  {
    name: 'explain',
    command: 'explain [code]',
    describe: 'what a finding means and what to do; without a code, all of them',
    load: async () => (await import('./explain.ts')).explainCommand,
  },
  {
    name: 'capabilities',
    command: 'capabilities',
    describe: 'what a target can express in the chosen versions, with the source of each claim in JSON',
    load: async () => (await import('./capabilities.ts')).capabilitiesCommand,
  },
  {
    name: 'krm',
    command: 'krm',
    describe: 'convert a ResourceList from standard input to standard output, as a function of kustomize or kpt',
    load: async () => (await import('./krm.ts')).krmCommand,
  },
  {
    name: 'config',
    command: 'config <action> [of]',
    describe: 'print what unsidecar.yaml says, or each option of a command with where its value comes from: file, flag or default',
    load: async () => {
      const { configCommand } = await import('./config.ts')
      return (run) => configCommand(run, commands)
    },
  },
  {
    name: 'completion',
    command: 'completion [shell]',
    describe: 'print a completion script for bash, zsh or fish; it does not start this program',
    load: async () => {
      const { completionCommand } = await import('./completion.ts')
      return (run) => completionCommand(run, commands)
    },
  },
]
