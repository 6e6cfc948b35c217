// Something that a streamer wants to tell the operator. The text stays until it was taken.
import type { Answer, Refusal } from '../../api/answer';

export const MOST_BYTES = 4000;

export class Feedback {
  message = $state('');
  sending = $state(false);
  sent = $state(false);
  refusal = $state.raw<Refusal | null>(null);

  readonly #send: (message: string) => Promise<Answer<null>>;

  constructor(send: (message: string) => Promise<Answer<null>>) {
    this.#send = send;
  }

  readonly tooLong = $derived(new TextEncoder().encode(this.message.trim()).length > MOST_BYTES);
  readonly sendable = $derived(this.message.trim() !== '' && !this.tooLong && !this.sending);

  type(message: string): void {
    this.message = message;
    this.sent = false;
    this.refusal = null;
  }

  async send(): Promise<void> {
    if (!this.sendable) return;
    this.sending = true;
    this.refusal = null;
    const answer = await this.#send(this.message.trim());
    this.sending = false;
    if (answer.ok) {
      this.message = '';
      this.sent = true;
    } else {
      this.refusal = answer.refusal;
    }
  }
}
