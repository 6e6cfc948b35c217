import { describe, expect, it } from 'vitest';
import { isWorldOfWarships } from './game';

describe('the game', () => {
  it.each([
    'World of Warships',
    'WORLD OF WARSHIPS',
    'World of Warships™',
    ' world of  warships ',
    'ワールド オブ ウォーシップス',
    '월드 오브 워쉽',
    '戰艦世界',
    '战舰世界',
    'Świat okrętów',
    'Мир кораблей',
  ])('is told by %s', (name) => expect(isWorldOfWarships(name)).toBe(true));

  it.each(['', 'Just Chatting', 'World of Tanks', 'World of Warships: Legends', 'War Thunder'])(
    'is not told by %j',
    (name) => expect(isWorldOfWarships(name)).toBe(false),
  );
});
