import type { CommanderError } from 'commander';
import { DomainError } from '@sla/kernel';

/** What commander found wrong with the words of a command line, as a fault with a text in both languages. */
export function usageFault({ code, message }: CommanderError): DomainError {
  const [name = '', value = ''] = [...message.matchAll(/'([^']*)'/g)].map((match) => match[1] ?? '');
  const fault = (reason: string, params: Readonly<Record<string, string>> = {}): DomainError =>
    new DomainError('invalid_argument', reason, params);
  switch (code) {
    case 'commander.unknownCommand':
      return fault('cli.command_unknown', { name });
    case 'commander.unknownOption':
      return fault('cli.option_unknown', { name });
    case 'commander.optionMissingArgument':
      return fault('cli.option_valueless', { name });
    case 'commander.missingMandatoryOptionValue':
      return fault('cli.option_required', { name });
    case 'commander.missingArgument':
      return fault('cli.argument_missing', { name });
    case 'commander.excessArguments':
      return fault('cli.arguments_excess');
    case 'commander.invalidArgument': {
      const choices = /Allowed choices are (.*)\.$/s.exec(message)?.[1] ?? '';
      return fault('cli.option_refused', { name, value: value.slice(0, 60), choices });
    }
    case 'commander.help':
      return fault('cli.command_incomplete');
    default:
      return fault('cli.failure', { why: message });
  }
}
