import { Interrupted } from '../../src/errors.js';

/** A choice of a select prompt. */
export interface Choice<Value extends string> {
  value: Value;
  label: string;
  hint?: string;
}

/** Questions to the person. Every one rejects with `Interrupted` when it is cancelled. */
export interface Prompts {
  text(question: { message: string; initial: string; validate(value: string): string | undefined }): Promise<string>;
  select<Value extends string>(question: { message: string; choices: Choice<Value>[]; initial: Value }): Promise<Value>;
  multiselect<Value extends string>(question: {
    message: string;
    choices: Choice<Value>[];
    initial: Value[];
  }): Promise<Value[]>;
  confirm(question: { message: string; initial: boolean }): Promise<boolean>;
  intro(title: string): void;
  outro(message: string): void;
}

/** Something that takes a while. */
export interface Progress {
  /** Ends it with the line that stays. */
  stop(message: string): void;
}

/** Where the command prints and asks. */
export interface Terminal {
  /** Somebody can be asked. */
  interactive: boolean;
  /** The result: text, or one JSON object. */
  out(text: string): void;
  /** Progress and errors. */
  err(text: string): void;
  /** Loaded when the first question is asked: a run without questions does not pay for them. */
  prompts(): Promise<Prompts>;
  progress(message: string): Progress;
}

/** The terminal of this process. `signal` ends an open question. */
export function processTerminal(signal: AbortSignal): Terminal {
  let prompts: Promise<Prompts> | undefined;
  return {
    interactive: process.stdin.isTTY === true && process.stdout.isTTY === true && !isCi(process.env),
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    prompts() {
      prompts ??= loadPrompts(signal);
      return prompts;
    },
    progress: (message) => (process.stderr.isTTY && !isCi(process.env) ? spinner(message) : plainProgress(message)),
  };
}

function isCi(env: NodeJS.ProcessEnv): boolean {
  return env.CI !== undefined && env.CI !== '' && env.CI !== 'false' && env.CI !== '0';
}

async function loadPrompts(signal: AbortSignal): Promise<Prompts> {
  const clack = await import('@clack/prompts');
  function answered<Value>(value: Value | typeof clack.CANCEL_SYMBOL): Value {
    if (clack.isCancel(value)) throw new Interrupted();
    return value;
  }
  return {
    async text({ message, initial, validate }) {
      const value = await clack.text({
        message,
        placeholder: initial,
        defaultValue: initial,
        validate: (typed) => validate(typed === undefined || typed === '' ? initial : typed),
        signal,
      });
      return answered(value);
    },
    async select<Value extends string>(question: { message: string; choices: Choice<Value>[]; initial: Value }) {
      const { message, choices, initial } = question;
      // Each choice by its place: the options of clack are typed by what their values are.
      const options = choices.map((choice, index) => ({ ...choice, value: index }));
      const initialValue = Math.max(
        0,
        choices.findIndex((choice) => choice.value === initial),
      );
      const picked = answered(await clack.select<number>({ message, options, initialValue, signal }));
      return choices[picked]?.value ?? initial;
    },
    async multiselect<Value extends string>(question: { message: string; choices: Choice<Value>[]; initial: Value[] }) {
      const { message, choices, initial } = question;
      const options = choices.map((choice, index) => ({ ...choice, value: index }));
      const initialValues = choices.flatMap((choice, index) => (initial.includes(choice.value) ? [index] : []));
      const picked = answered(
        await clack.multiselect<number>({ message, options, initialValues, required: false, signal }),
      );
      return choices.filter((_, index) => picked.includes(index)).map((choice) => choice.value);
    },
    async confirm({ message, initial }) {
      return answered(await clack.confirm({ message, initialValue: initial, signal }));
    },
    intro: (title) => clack.intro(title),
    outro: (message) => clack.outro(message),
  };
}

const frames = ['◒', '◐', '◓', '◑'];

/**
 * clack's own spinner takes the keyboard over and ends the process with exit code 0 on Ctrl-C (seen on 1.9.0); this
 * one only draws.
 */
function spinner(message: string): Progress {
  let frame = 0;
  const draw = () => process.stderr.write(`\r\u001b[K${frames[frame++ % frames.length]}  ${message}`);
  draw();
  const timer = setInterval(draw, 100);
  return {
    stop(last) {
      clearInterval(timer);
      process.stderr.write(`\r\u001b[K◇  ${last}\n`);
    },
  };
}

function plainProgress(message: string): Progress {
  process.stderr.write(`${message} …\n`);
  return { stop: (last) => void process.stderr.write(`${last}\n`) };
}
