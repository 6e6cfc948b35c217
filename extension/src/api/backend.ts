// Where the server is. The addresses come with the bundle in a small file of their own, backend.js, so that the same
// scripts serve a rehearsal and the real thing.
import type { BackendAddresses } from './client';

declare global {
  interface Window {
    shipvoteBackend?: unknown;
  }
}

function readAddress(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  try {
    const { protocol } = new URL(value);
    return protocol === 'https:' || protocol === 'http:' ? value : null;
  } catch {
    return null;
  }
}

// Without the file the page's own host is asked, which is right where the server itself serves the views.
export function backendAddresses(told: unknown = globalThis.window?.shipvoteBackend): BackendAddresses {
  const fields = typeof told === 'object' && told !== null ? (told as Record<string, unknown>) : {};
  const web = readAddress(fields.web) ?? '';
  return { web, api: readAddress(fields.api) ?? web };
}
