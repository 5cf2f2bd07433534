/** How text is coloured. `plain` colours nothing; a terminal's painter comes from the command line. */
export interface Paint {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly red: (text: string) => string
  readonly yellow: (text: string) => string
  readonly green: (text: string) => string
  readonly cyan: (text: string) => string
}

const same = (text: string): string => text

export const plain: Paint = { bold: same, dim: same, red: same, yellow: same, green: same, cyan: same }
