import { describe, expect, it } from 'vitest';
import { type Answer, done, refused } from '../api/answer';
import type { Preset, PresetContent } from '../api/presets';
import { Presets } from './presets.svelte';

const content = (name: string): PresetContent => ({
  name,
  ships: [1, 2],
  rule: null,
  seconds: 300,
  visibility: 'live',
  changeAllowed: false,
});
const preset = (id: number, name: string): Preset => ({ id, ...content(name) });

async function begin(...stored: Preset[]) {
  const server = { refuses: false, code: 'overloaded', asked: [] as string[], next: 50 };
  const told = <Value>(name: string, value: Value): Promise<Answer<Value>> => {
    server.asked.push(name);
    return Promise.resolve(server.refuses ? refused(server.code) : done(value));
  };
  const presets = new Presets({
    list: () => told('list', stored),
    add: (added) => told(`add ${added.name}`, { ...added, id: server.next++ }),
    replace: (id, changed) => told(`replace ${id}`, { ...changed, id }),
    remove: (id) => told(`remove ${id}`, null),
  });
  await presets.load();
  const names = () => presets.list.map(({ name }) => name);
  return { presets, server, names };
}

describe('Presets', () => {
  it('are listed by name', async () => {
    const { names } = await begin(preset(1, 'Weekend'), preset(2, 'Evening'));
    expect(names()).toEqual(['Evening', 'Weekend']);
  });

  it('are added, and under a name that exists put in its place', async () => {
    const { presets, server, names } = await begin(preset(1, 'Weekend'));
    await presets.save(content('Dawn'));
    await presets.save(content('WEEKEND'));
    expect(server.asked).toEqual(['list', 'add Dawn', 'replace 1']);
    expect(names()).toEqual(['Dawn', 'WEEKEND']);
  });

  it('are removed and brought back', async () => {
    const { presets, names } = await begin(preset(1, 'Weekend'), preset(2, 'Evening'));
    await presets.remove(preset(1, 'Weekend'));
    expect(names()).toEqual(['Evening']);
    await presets.bringBack();
    expect(names()).toEqual(['Evening', 'Weekend']);
    expect(presets.removed).toBeNull();
  });

  it('can be brought back until they are back', async () => {
    const { presets, server, names } = await begin(preset(1, 'Weekend'));
    await presets.remove(preset(1, 'Weekend'));
    server.refuses = true;
    await presets.bringBack();
    expect(presets).toMatchObject({ removed: { name: 'Weekend' }, refusal: { code: 'overloaded' } });
    server.refuses = false;
    await presets.bringBack();
    expect(names()).toEqual(['Weekend']);
    expect(presets).toMatchObject({ removed: null, refusal: null });
  });

  it('are brought back beside those that came meanwhile, not in their place', async () => {
    const { presets, server } = await begin(preset(1, 'Weekend'));
    await presets.remove(preset(1, 'Weekend'));
    await presets.save(content('Weekend'));
    await presets.bringBack();
    expect(server.asked).toEqual(['list', 'remove 1', 'add Weekend', 'add Weekend']);
  });

  it('are sent once, however often that is asked for', async () => {
    const { presets, server } = await begin();
    await Promise.all([presets.save(content('Dawn')), presets.save(content('Dawn'))]);
    expect(server.asked).toEqual(['list', 'add Dawn']);
  });

  it('stay gone when another one cannot be removed', async () => {
    const { presets, server, names } = await begin(preset(1, 'Weekend'), preset(2, 'Evening'));
    server.refuses = true;
    const removing = presets.remove(preset(1, 'Weekend'));
    server.refuses = false;
    await presets.remove(preset(2, 'Evening'));
    await removing;
    expect(names()).toEqual(['Weekend']);
  });

  it('that are too many are told so in words of their own', async () => {
    const { presets, server } = await begin(preset(1, 'Weekend'));
    Object.assign(server, { refuses: true, code: 'limit_reached' });
    expect(await presets.save(content('Dawn'))).toBeNull();
    expect(presets.refusal?.code).toBe('presets_full');
  });

  it('stay as they were when the server refuses', async () => {
    const { presets, server, names } = await begin(preset(1, 'Weekend'));
    server.refuses = true;
    await presets.remove(preset(1, 'Weekend'));
    expect(await presets.save(content('Dawn'))).toBeNull();
    expect(names()).toEqual(['Weekend']);
    expect(presets).toMatchObject({ refusal: { code: 'overloaded' }, removed: null, saving: false });
  });
});
