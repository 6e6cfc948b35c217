// Whether the category of the stream is World of Warships. Twitch tells its name in the viewer's language, in the
// broadcaster's, or in English; most languages keep the English one.

const plain = (name: string): string =>
  name
    .replace(/[™®©]/gu, '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

const SPELLINGS = new Set(
  [
    'World of Warships',
    'WoWS',
    'ワールド オブ ウォーシップス',
    'ワールドオブウォーシップ',
    '월드 오브 워쉽',
    '월드 오브 워십',
    '월드 오브 워쉽스',
    '월드 오브 워십스',
    '戰艦世界',
    '战舰世界',
    '戰艦世界 World of Warships',
    '战舰世界 World of Warships',
    'Мир кораблей',
    'Світ кораблів',
    'Świat okrętów',
    'Świat okrętów wojennych',
  ].map(plain),
);

export const isWorldOfWarships = (game: string): boolean => SPELLINGS.has(plain(game));
