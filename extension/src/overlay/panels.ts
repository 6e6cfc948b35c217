// What is fetched when a vote opens.
export { default as BallotPanel } from './BallotPanel.svelte';
export { default as ResultCard } from './ResultCard.svelte';
