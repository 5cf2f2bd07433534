/**
 * A plain scalar that is printed as it was written. Programs that read YAML differ about `0644` (octal in YAML 1.1, as Kubernetes reads it), `yes`,
 * `1.0` and integers beyond 2^53, so a value of these that is only passed on keeps its text.
 */
export class AsWritten {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** Plain scalars that may be something else than a string to one reader or another: what looks like a number, and the booleans of YAML 1.1. */
export const readDifferently = /^(?:[-+]?\.?[0-9][\w.+:-]*|[yn]|yes|no|on|off)$/i
