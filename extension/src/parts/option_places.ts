// What a ballot shows beside its ships.
import { type Counted, standing } from '../vote/standing';

export interface OptionPlace {
  ballots: number;
  // Of all ballots, 0 to 1, in whole percents.
  share: number;
  leads: boolean;
}

export type OptionPlaces = ReadonlyMap<number, OptionPlace>;

// Counts come every second. A ship of which nothing changes has the same place as before, so that nothing of it is shown
// anew.
export function optionPlaces(vote: Counted, before: OptionPlaces): OptionPlaces {
  const most = Math.max(1, ...vote.counts);
  return new Map(
    standing(vote).map(({ ship, ballots, share }) => {
      const place = { ballots, share: Math.round(share * 100) / 100, leads: ballots === most };
      const old = before.get(ship);
      return [ship, old && isSame(old, place) ? old : place];
    }),
  );
}

const isSame = (one: OptionPlace, other: OptionPlace): boolean =>
  one.ballots === other.ballots && one.share === other.share && one.leads === other.leads;
