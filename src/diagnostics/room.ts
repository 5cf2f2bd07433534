/** Work was stopped because the memory that the process may use does not last for it. */
export class OutOfRoomError extends Error {
  override readonly name = 'OutOfRoomError'
}

let look: (() => void) | undefined

/**
 * Has some function called now and then by work whose memory grows with the input: once for each document, object and compared destination. It
 * throws where too little is left: an engine that runs out of memory ends the process and says nothing of the input. Without one nothing is looked at.
 */
export function watchRoom(watch: (() => void) | undefined): void {
  look = watch
}

export function room(): void {
  look?.()
}
