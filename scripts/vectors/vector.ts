/** The engines of which decisions are recorded. */
export type EngineName = 'istio' | 'ztunnel' | 'cilium'

/** A manifest, as JSON has it. */
export type Manifest = Readonly<Record<string, unknown>>

/**
 * What the model says to what an engine has decided. `not compared` is for what the engine decides by something that the model leaves out
 * on purpose, such as mutual authentication at Cilium, and for what the recording itself leaves open.
 */
export interface VectorOutcome {
  readonly says: 'agreed' | 'disagreed' | 'undetermined' | 'not compared'
  /** Both answers, or what is missing. */
  readonly why: string
}

/** One question that an engine has answered. */
export interface Vector {
  readonly engine: EngineName
  /** Unique within its engine. */
  readonly id: string
  /** What the question is about, such as `sidecar-route`; the report counts by it. */
  readonly features: readonly string[]
  /** Asks the model the same question. */
  readonly ask: () => VectorOutcome
}

export const agreed: VectorOutcome = { says: 'agreed', why: '' }

export function disagreed(engine: string, model: string): VectorOutcome {
  return { says: 'disagreed', why: `the engine: ${engine}; the model: ${model}` }
}
