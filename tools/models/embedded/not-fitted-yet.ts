/**
 * Thrown where an answer needs a part that is not fitted yet: wait for `fitted`, then begin the
 * answer anew.
 */
export class NotFittedYet extends Error {
  constructor(readonly fitted: Promise<void>) {
    super("a part of the fit is not fitted yet");
  }
}
