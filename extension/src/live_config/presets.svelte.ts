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
  known = $state(false);
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
    const same = this.list.find(({ name }) => name.toLowerCase() === content.name.toLowerCase());
    this.saving = true;
    const answer = await (same ? this.#server.replace(same.id, content) : this.#server.add(content));
    this.saving = false;
    if (!answer.ok) {
      this.refusal = answer.refusal;
      return null;
    }
    const preset = answer.value;
    this.#know([...this.list.filter(({ id }) => id !== preset.id && id !== same?.id), preset]);
    return preset;
  }

  async remove(preset: Preset): Promise<void> {
    const before = this.list;
    this.list = before.filter(({ id }) => id !== preset.id);
    const answer = await this.#server.remove(preset.id);
    if (answer.ok) {
      this.removed = preset;
      this.refusal = null;
    } else {
      this.list = before;
      this.refusal = answer.refusal;
    }
  }

  async bringBack(): Promise<void> {
    const { removed } = this;
    this.removed = null;
    if (removed) await this.save(removed);
  }

  #know(list: Preset[]): void {
    this.list = [...list].sort((one, other) => one.name.localeCompare(other.name));
    this.known = true;
    this.refusal = null;
  }
}
