// The exceptions that are offered where one is to be thrown or guessed. Any other can be typed at the prompt.
export const ERRORS = [
  'ValueError', 'TypeError', 'KeyError', 'IndexError', 'RuntimeError', 'TimeoutError', 'OSError', 'Exception',
  'CancelledError', 'KeyboardInterrupt', 'GeneratorExit', 'StopIteration', 'StopAsyncIteration',
];
