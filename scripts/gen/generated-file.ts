/** A file that `npm run gen` writes, by its path from the project's root. */
export interface GeneratedFile {
  readonly path: string
  readonly text: string
}

export const notice = 'Do not edit: run `npm run gen`.'
