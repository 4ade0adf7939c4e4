/** A test control was used wrongly; answered as 400 with the message. */
export class ControlError extends Error {}
