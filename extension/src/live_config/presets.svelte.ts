// The votes that a streamer keeps under a name.
import type { Answer, Refusal } from '../api/answer';
import type { Preset, PresetContent } from '../api/presets';

export interface PresetServer {
  list(signal?: AbortSignal): Promise<Answer<Preset[]>>;
  add(preset: PresetContent): Promise<Answer<Preset>>;
  replace(id: number, preset: PresetContent): Promise<Answer<Preset>>;
  remove(id: number): Promise<Answer<null>>;
}

export class Presets {
  list = $state.raw<Preset[]>([]);
  saving = $state(false);
  refusal = $state.raw<Refusal | null>(null);
  // The one that was removed last, to be brought back.
  removed = $state.raw<Preset | null>(null);

  readonly #server: PresetServer;

  constructor(server: PresetServer) {
    this.#server = server;
  }

  async load(): Promise<void> {
    const answer = await this.#server.list();
    if (answer.ok) this.#know(answer.value);
    else this.refusal = answer.refusal;
  }

  // Under the name of another preset it takes that one's place.
  async save(content: PresetContent): Promise<Preset | null> {
    if (this.saving) return null;
    const same = this.list.find(({ name }) => name.toLowerCase() === content.name.toLowerCase());
    return this.#put(() => (same ? this.#server.replace(same.id, content) : this.#server.add(content)));
  }

  async remove(preset: Preset): Promise<void> {
    this.list = this.list.filter(({ id }) => id !== preset.id);
    const answer = await this.#server.remove(preset.id);
    if (answer.ok) {
      this.removed = preset;
      this.refusal = null;
    } else {
      this.#know([...this.list, preset]);
      this.refusal = answer.refusal;
    }
  }

  // It can be tried again until it is back, and takes no place that another has got meanwhile.
  async bringBack(): Promise<void> {
    const { removed } = this;
    if (!removed || this.saving) return;
    const preset = await this.#put(() => this.#server.add(removed));
    if (preset && this.removed === removed) this.removed = null;
  }

  async #put(call: () => Promise<Answer<Preset>>): Promise<Preset | null> {
    this.saving = true;
    const answer = await call();
    this.saving = false;
    if (!answer.ok) {
      const { refusal } = answer;
      this.refusal = refusal.code === 'limit_reached' ? { ...refusal, code: 'presets_full' } : refusal;
      return null;
    }
    const preset = answer.value;
    this.#know([...this.list.filter(({ id }) => id !== preset.id), preset]);
    return preset;
  }

  #know(list: Preset[]): void {
    this.list = [...list].sort((one, other) => one.name.localeCompare(other.name));
    this.refusal = null;
  }
}
