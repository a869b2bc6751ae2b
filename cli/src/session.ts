import { render, type Locale, type Params, type TextKey } from '@sla/texts';
import { connect, type Clients } from './clients.js';
import { readContext, type Context } from './context.js';

/** One run of slactl: its language, and its connections, which are made when a command first needs them. */
export class Session {
  #context: Context | undefined;
  #clients: Clients | undefined;

  constructor(
    readonly locale: Locale,
    private readonly contextFile: string | undefined,
  ) {}

  /** @throws DomainError when there is no context. */
  get context(): Context {
    return (this.#context ??= readContext(this.contextFile));
  }

  get clients(): Clients {
    return (this.#clients ??= connect(this.context, this.locale));
  }

  /** Addresses that this run may have called; empty when it called nobody. */
  get addresses(): readonly string[] {
    const context = this.#context;
    return context === undefined ? [] : [context.agreements, context.measurement, context.reporting];
  }

  text(key: TextKey, params: Params = {}): string {
    return render(key, params, this.locale);
  }

  /** The text in the language of the session. */
  pick(text: { readonly en: string; readonly zhCn: string } | undefined): string {
    return (this.locale === 'en' ? text?.en : text?.zhCn) ?? '';
  }

  close(): void {
    this.#clients?.close();
  }
}
