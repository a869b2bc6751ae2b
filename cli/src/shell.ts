import { Command, Help, Option } from 'commander';
import { render, type Locale, type Params, type TextKey } from '@sla/texts';
import type { Answer } from './answer.js';
import type { Session } from './session.js';

/** Commands have a text about them and an example in the catalogue. */
export type CommandName = { [K in TextKey]: K extends `cli.about_${infer Name}` ? Name : never }[TextKey];

/** What command files see of the command line: a place to hang commands on, texts, and a way to answer. */
export interface Shell {
  text(key: TextKey, params?: Params): string;
  /** A command with its text and example. */
  command(words: string, name: CommandName): Command;
  /** A shell for the commands below a word such as `get`. */
  group(words: string, name: CommandName): Shell;
  /** An action whose answer is printed in the wanted form. */
  answering<A extends readonly unknown[]>(
    work: (session: Session, ...args: A) => Promise<Answer> | Answer,
  ): (...args: A) => Promise<void>;
}

/** Runs the work of a command and takes its answer. */
export type Run = (work: (session: Session) => Promise<Answer> | Answer) => Promise<void>;

export function shellOn(parent: Command, locale: Locale, run: Run): Shell {
  const text = (key: TextKey, params: Params = {}): string => render(key, params, locale);
  const command = (words: string, name: CommandName): Command =>
    parent
      .command(words)
      .description(text(`cli.about_${name}`))
      .addHelpText('after', `\n${text('cli.example')}\n  ${text(`cli.example_${name}`)}`)
      .helpOption('-h, --help', text('cli.option_help'))
      .helpCommand(false);
  return {
    text,
    command,
    group: (words, name) => shellOn(command(words, name), locale, run),
    answering:
      (work) =>
      (...args) =>
        run((session) => work(session, ...args)),
  };
}

/** Help in the language of the run. */
export function localizedHelp(locale: Locale): Partial<Help> {
  const TITLES: Readonly<Record<string, TextKey>> = {
    'Usage:': 'cli.usage',
    'Arguments:': 'cli.arguments',
    'Options:': 'cli.options',
    'Global Options:': 'cli.global_options',
    'Commands:': 'cli.commands',
  };
  return {
    showGlobalOptions: true,
    styleTitle: (title) => {
      const key = TITLES[title];
      return key === undefined ? title : render(key, {}, locale);
    },
    optionDescription: (option) => optionText(option, locale),
  };
}

function optionText({ description, argChoices, defaultValue }: Option, locale: Locale): string {
  const chosen =
    argChoices === undefined
      ? description
      : render('cli.choices', { what: description, choices: argChoices.join(', ') }, locale);
  // false and '' say nothing to a person.
  return typeof defaultValue === 'string' && defaultValue !== ''
    ? render('cli.default', { what: chosen, value: defaultValue }, locale)
    : chosen;
}
