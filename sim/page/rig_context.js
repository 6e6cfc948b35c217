// What views are told of the player and the page, as Twitch tells it: first a base set, then everything whenever
// something of it has changed, with the names of what did.

const LATENCIES = { missing: undefined, negative: -1, absurd: 3600 };

// "4" is seconds; the words are what players have been seen to say.
export const latencySeconds = (choice) => (choice in LATENCIES ? LATENCIES[choice] : Number(choice));

export const initialStage = () => ({
  theme: 'dark',
  language: 'en',
  game: 'World of Warships',
  latency: '4',
  controls: 'hover',
  pointerOver: false,
  paused: false,
  muted: false,
  volume: 0.6,
  fullScreen: false,
  theatre: false,
  width: 1280,
  height: 720,
});

export const controlsVisible = (stage) =>
  stage.controls === 'always' || stage.paused || (stage.controls === 'hover' && stage.pointerOver);

export const baseContext = (stage, mode) => {
  const base = { mode, language: stage.language, theme: stage.theme };
  return mode === 'viewer' ? { ...base, game: '', playbackMode: 'video' } : base;
};

// `tick` counts the seconds: bitrate and latency never stand still, which is what keeps the updates coming.
export function fullContext(stage, mode, platform, tick) {
  const base = baseContext(stage, mode);
  if (mode !== 'viewer') return base;
  const latency = latencySeconds(stage.latency);
  const steady = stage.latency in LATENCIES;
  const context = {
    ...base,
    game: stage.game,
    bitrate: 5800 + 40 * (tick % 7),
    bufferSize: 2 + (tick % 3) / 10,
    hlsLatencyBroadcaster: steady ? latency : latency + (tick % 5) / 10,
    isMuted: stage.muted,
    isPaused: stage.paused,
    videoResolution: '1920x1080',
    volume: stage.volume,
  };
  if (platform === 'mobile') return context;
  return {
    ...context,
    arePlayerControlsVisible: controlsVisible(stage),
    displayResolution: `${stage.width}x${stage.height}`,
    isFullScreen: stage.fullScreen,
    isTheatreMode: stage.theatre,
  };
}

export const changedKeys = (before, after) =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => before[key] !== after[key]);
