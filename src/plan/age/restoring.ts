import { shellWord } from '../../rollout/shell-word.ts'

/** A file of objects that the way back makes again; `anew` where some of them are still there. Where it `waits`, they have to be younger than what was made before. */
export interface RestoredFile {
  readonly name: string
  readonly anew: boolean
  readonly waits: boolean
}

/** The commands that make deleted objects again, in the folder of the rollout. */
export function restoringCommands(files: readonly RestoredFile[], folder: string): readonly string[] {
  return files.flatMap(({ name, anew, waits }) => {
    const file = shellWord(`${folder}/${name}`)
    return [...(waits ? [wait] : []), ...(anew ? [`kubectl delete --ignore-not-found -f ${file}`] : []), `kubectl apply -f ${file}`]
  })
}

/** An API server notes when an object was made in whole seconds, and several servers have several clocks. */
const wait = 'sleep 2 # the older one counts, and its age is in whole seconds'
