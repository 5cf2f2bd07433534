import { withPseudonyms } from '../../estimate/pseudonymised.ts'
import type { Pseudonyms } from '../../estimate/pseudonyms.ts'
import type { Wave } from '../../plan/plan.ts'
import type { SourceEdit } from '../../plan/source/source-edit.ts'
import type { ComparedState } from '../../plan/states.ts'
import type { StepContents } from '../../plan/step-contents.ts'
import type { PlanStep } from '../../plan/steps-of-wave.ts'
import type { Comparison, Difference } from '../../verify/comparison.ts'
import { hiddenCommand } from './hidden-command.ts'
import type { PlanReport } from './report.ts'

/**
 * The same rollout with a pseudonym for every name, those of `estimate --pseudonymise`. Requests that show a difference are left out: their paths, headers
 * and claims are not in any list of names. Commands show what is done in which order, and are not to be run.
 */
export function pseudonymisedPlan(report: PlanReport, names: Pseudonyms): PlanReport {
  const hide = <Part>(part: Part): Part => withPseudonyms(part, names)
  const paths = pathHiding(report, names)
  const commands = (command: string): string => hiddenCommand(command, names, paths)
  const steps = new Map<PlanStep, PlanStep>()
  const real = new Map<PlanStep, PlanStep>()
  const stepOf = (step: PlanStep): PlanStep => {
    const hidden: PlanStep = {
      kinds: step.kinds,
      changes: [],
      contents: contentsOf(step.contents, hide),
      rounds: [],
      commands: {
        folder: paths(step.commands.folder),
        forward: step.commands.forward.map(commands),
        checks: step.commands.checks.map(commands),
        back: step.commands.back.map(commands),
        restarts: { on: step.commands.restarts.on.map(commands), back: step.commands.restarts.back.map(commands) },
      },
      sources: step.sources.map((edit) => sourceOf(edit, names)),
      files: [],
      states: step.states.map((state, index) => stateOf(state, index === step.states.length - 1, names)),
      between: step.between.map((difference) => differenceOf(difference, names)),
    }
    steps.set(step, hidden)
    real.set(hidden, step)
    return hidden
  }
  const waves = report.waves.map(
    (wave): Wave => ({
      ...wave,
      folder: paths(wave.folder),
      namespaces: hide(wave.namespaces),
      moves: hide(wave.moves),
      callers: hide(wave.callers),
      steps: wave.steps.map(stepOf),
      between: wave.between.map((difference) => differenceOf(difference, names)),
      waysOut: wave.waysOut.map((one) => ({ ...one, namespaces: hide(one.namespaces) })),
      ...(wave.restarts === undefined ? {} : { restarts: hide(wave.restarts) }),
      waypoints: hide(wave.waypoints),
      requests: [],
      notRequested: hide(wave.notRequested),
      files: wave.files.map(({ path, status }) => ({ path: names.ofFile(path), status })),
    }),
  )
  const { rollout, last } = report
  return {
    ...report,
    waves,
    moved: hide(report.moved),
    addedBefore: hide(report.addedBefore),
    calls: hide(report.calls),
    end: comparisonOf(report.end, names),
    held: hide(report.held),
    ...(report.pending === undefined ? {} : { pending: hide(report.pending) }),
    preflight: report.preflight.map((check) => ({ ...hide(check), command: commands(check.command) })),
    prepare: report.prepare.map(commands),
    ...(last === undefined ? {} : { last: { ...last, commands: last.commands.map(commands) } }),
    rollout: {
      begin: rollout.begin.map(commands),
      texts: new Map(),
      step: (step) => {
        const { forward, back } = rollout.step(real.get(step)!)
        return { forward: forward.map(commands), back: back.map(commands), texts: new Map() }
      },
    },
  }
}

/**
 * Folders of waves keep their number, and files of a step theirs with the kind: both are otherwise called after objects. What a path has before them is where the
 * user commits the rollout.
 */
function pathHiding({ waves }: PlanReport, names: Pseudonyms): (path: string) => string {
  const folders = waves.map(({ folder }) => folder).sort((a, b) => b.length - a.length)
  return (path) => {
    const folder = folders.find(
      (one) => path === one || path.startsWith(`${one}/`) || path.includes(`/${one}/`) || path.endsWith(`/${one}`),
    )
    if (folder === undefined) return path.replace(/^.*(?=\bbase(?:\/|$))/, (before) => names.inText(before))
    const at = path.lastIndexOf(folder)
    const inside = path.slice(at + folder.length).replace(/(\/\d+-[a-z]+)-[^\s/']*?((?:\.first)?\.(?:patch|undo|operations))$/, '$1$2')
    return `${names.inText(path.slice(0, at))}${folder.replace(/^(wave-\d+).*$/, '$1')}${inside}`
  }
}

function contentsOf({ added, patched, removed, restored, remade }: StepContents, hide: <Part>(part: Part) => Part): StepContents {
  const empty = { value: {} }
  const named = <One extends { readonly ref: StepContents['added'][number]['ref'] }>(objects: readonly One[]) =>
    objects.map(({ ref }) => ({ ref: hide(ref), ...empty }))
  return {
    added: named(added),
    patched: patched.map(({ ref }) => ({ ref: hide(ref), before: {}, after: {}, forward: {}, back: {} })),
    removed: named(removed),
    restored: {
      rounds: restored.rounds.map(named),
      anew: named(restored.anew),
      unclear: restored.unclear.map(([one, other]) => [named([one])[0]!, named([other])[0]!] as const),
    },
    remade: remade.map(({ ref }) => ({ ref: hide(ref), before: {}, after: {} })),
  }
}

/** Charts, kustomizations and controllers have names that no manifest of the input may have. */
function sourceOf({ builtBy, origin, appliedBy, ...edit }: SourceEdit, names: Pseudonyms): SourceEdit {
  return {
    ...withPseudonyms(edit, names),
    builtBy: builtBy.map(names.ofFile),
    ...(origin === undefined ? {} : { origin: { by: origin.by } }),
    ...(appliedBy === undefined
      ? {}
      : {
          appliedBy: {
            kind: appliedBy.kind,
            undoes: appliedBy.undoes,
            name: names.ofOwner(`${appliedBy.namespace ?? ''}/${appliedBy.name}`),
          },
        }),
  }
}

/** Only the state that a step leaves is printed with what it denies for the time being. */
function stateOf(state: ComparedState, isLast: boolean, names: Pseudonyms): ComparedState {
  const hide = (differences: readonly Difference[]) => differences.map((one) => differenceOf(one, names))
  return {
    comparison: comparisonOf({ ...state.comparison, differences: [] }, names),
    wider: hide(state.wider),
    interim: isLast ? hide(state.interim) : [],
    undetermined: state.undetermined,
  }
}

function comparisonOf(comparison: Comparison, names: Pseudonyms): Comparison {
  const { differences, ...rest } = comparison
  return { ...withPseudonyms(rest, names), differences: differences.map((one) => differenceOf(one, names)) }
}

function differenceOf({ witness: _, ...difference }: Difference, names: Pseudonyms): Difference {
  return withPseudonyms(difference, names)
}
